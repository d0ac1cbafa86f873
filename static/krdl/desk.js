// The review desk: one module a concern, all of them improvements on forms that work by themselves.
import "./fields.js";
import "./keys.js";
import "./picture.js";
import "./claim.js";
import "./overlays.js";
