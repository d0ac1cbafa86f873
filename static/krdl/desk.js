// The review desk: one module a concern, all of them improvements on forms that work by themselves.
// When another record comes to the desk, ahead.js puts it there and says "desk:record".
import "./theme.js";
import "./fields.js";
import "./keys.js";
import "./picture.js";
import "./claim.js";
import "./overlays.js";
import "./ahead.js";
