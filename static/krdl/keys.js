// Keys by their place on the keyboard (KeyboardEvent.code), so that they work with any layout on.
// One rule: inside a text field hold the left Alt, elsewhere the key alone (desk_keys.py).
import { drop, isDirty, save } from "./fields.js";
import { current, dealWith, go, input, rowOf } from "./rows.js";

let rightAlt = false;

const press = (selector, root = document) => root.querySelector(selector)?.click();

const onceSaved = (act) => document.addEventListener(
  "htmx:afterRequest", (event) => event.detail.successful && act(), { once: true },
);

// Taking a suggestion goes on to the next doubt once it is saved.
const take = (name) => () => {
  const offered = current()?.querySelector(`[data-take=${name}]`);
  if (!offered) return;
  onceSaved(() => go(1));
  offered.click();
};
const tool = (name) => [name, () => press(`[data-picture=${name}]`)];

function button(name) {
  return () => {
    const found = document.querySelector(`[data-key="${name}"]`);
    (found?.querySelector("summary") ?? found)?.click();
  };
}
const asButton = (name) => [name, button(name)];

// What each act does; which key stands for it is the person's own choice (the dialog of the keys).
const ACTS = {
  confirm: () => confirmRow(current()), back: () => go(-1),
  "next-doubt": () => go(1), "previous-doubt": () => go(-1),
  "take-1": take("take-1"), "take-2": take("take-2"), "take-3": take("take-3"),
  submit,
  ...Object.fromEntries(["turn-left", "turn-right", "zoom-out", "zoom-in", "reset", "contrast",
    "bright", "loupe", "dim", "full"].map(tool)),
  ...Object.fromEntries(["reveal", "skip", "escalate", "reject", "send-back", "history", "keys"].map(asButton)),
};
const overview = document.getElementById("keys");
const bindings = JSON.parse(overview?.dataset.bindings ?? "{}");
const single = Boolean(overview && "single" in overview.dataset);

const isText = (element) => element.matches?.("textarea, select, input:not([type=radio], [type=checkbox])");
// A readonly field takes no text, so its keys act alone as well.
const takesText = (element) => isText(element) && !element.readOnly;
const isEnter = (event) => event.code === "Enter" || event.code === "NumpadEnter";

// Enter with what is held beside it; Ctrl is Cmd on a Mac.
function enterOf(event) {
  const held = [(event.ctrlKey || event.metaKey) && "Ctrl", event.shiftKey && "Shift"].filter(Boolean);
  return [...held, "Enter"].join("+");
}

// A letter, digit or sign: alone, or with the left Alt where text is typed or the person wants it.
function actOf(event) {
  if (isEnter(event)) return event.altKey ? undefined : bindings[enterOf(event)];
  const name = bindings[event.code];
  const other = event.ctrlKey || event.metaKey || rightAlt || (event.shiftKey && name !== "keys");
  const needsAlt = takesText(event.target) || !single;
  return other || (needsAlt && !event.altKey) ? undefined : name;
}

// Enter in a row: save what was typed, else vouch for the value; then on to the next doubt.
function confirmRow(row) {
  if (!row) return;
  const element = input(row);
  const doubt = save(element) ? null : row.querySelector("form[data-confirm]");
  if (doubt) htmx.trigger(doubt, "submit");
  if (doubt || isDirty(element)) dealWith(row);
  // A second entry waits until its own answer tells that it is done.
  if (!row.classList.contains("blind")) delete row.dataset.stop;
  go(1);
}

// Enter on a button or a link is theirs, and outside the rows it is the browser's.
const isTheirs = (event) => !rowOf(event.target) || event.target.closest("button, summary, a, .why");

// While Hangul is composed Enter only ends the composition; then the desk goes on, once. Browsers
// tell of it before the end (Chromium), after it (Safari), or both, with one press of the key.
let composing = false;
let ending = null;
let held = false;
let spent = false;

function onComposingEnter(target) {
  held = true;
  if (spent || bindings.Enter !== "confirm") return;
  if (composing) ending = target;
  else goOn(target);
}

function goOn(target) {
  ending = null;
  spent = held;
  setTimeout(() => confirmRow(rowOf(target)));
}

function release() {
  rightAlt = held = spent = false;
}

document.addEventListener("compositionstart", () => { composing = true; });
document.addEventListener("compositionend", (event) => {
  composing = false;
  if (ending === event.target) goOn(event.target);
});

function onKey(event) {
  if (event.code === "AltRight") rightAlt = true;
  if (event.isComposing || event.keyCode === 229) return isEnter(event) && onComposingEnter(event.target);
  if (isEnter(event) && (event.repeat || spent)) return event.preventDefault();
  if (document.querySelector("dialog[open]")) return undefined;
  if (event.key === "Escape") return onEscape(event);
  const name = actOf(event);
  if (!name || (name === "confirm" || name === "back") && isEnter(event) && isTheirs(event)) return undefined;
  if (name !== "submit" && event.target.closest?.("details.pop[open]")) return undefined;
  event.preventDefault();
  return event.repeat && name === "submit" ? undefined : ACTS[name](event);
}

function submit(event) {
  const open = event.target.closest?.("details.pop[open] form");
  if (open) return open.requestSubmit();
  if (!save(input(current()))) return button("submit")();
  return onceSaved(button("submit"));
}

function onEscape(event) {
  const open = event.target.closest?.("details[open]") ?? document.querySelector("details.pop[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  } else {
    drop(event.target);
  }
}

document.addEventListener("keydown", onKey);
document.addEventListener("keyup", (event) => {
  if (event.code === "AltRight") rightAlt = false;
  if (isEnter(event)) held = spent = false;
});
window.addEventListener("blur", release);
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-go]");
  if (!link) return;
  event.preventDefault();
  go(1);
});
