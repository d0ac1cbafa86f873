// Keys by their place on the keyboard (KeyboardEvent.code), so that they work with any layout on.
// One rule: inside a text field hold the left Alt, elsewhere the key alone.
import { drop, save } from "./fields.js";
import { current, go, input, rowOf } from "./rows.js";

let rightAlt = false;

const press = (selector, root = document) => root.querySelector(selector)?.click();

const onceSaved = (act) => document.addEventListener(
  "htmx:afterRequest", (event) => event.detail.successful && act(), { once: true },
);

// Taking a suggestion goes on to the next doubt once it is saved.
function take(key) {
  const row = current();
  const button = row?.querySelector(`[data-take=${key}]`);
  if (!button) return;
  onceSaved(() => go(1));
  button.click();
}
const tool = (name) => () => press(`[data-picture=${name}]`);

function button(name) {
  return () => {
    const found = document.querySelector(`[data-key="${name}"]`);
    (found?.querySelector("summary") ?? found)?.click();
  };
}

const SINGLE = {
  KeyJ: () => go(1), KeyK: () => go(-1),
  KeyZ: () => take("Z"), KeyX: () => take("X"), KeyC: () => take("C"),
  BracketLeft: () => press("[data-turn-by='-90'] button"),
  BracketRight: () => press("[data-turn-by='90'] button"),
  Minus: tool("out"), Equal: tool("in"), Digit0: tool("fit"),
  KeyQ: tool("contrast"), KeyW: tool("bright"), KeyM: tool("dim"), KeyP: tool("full"),
  KeyU: button("reveal"), KeyN: button("skip"), KeyY: button("escalate"),
  KeyR: button("reject"), KeyA: button("send-back"), KeyI: button("history"), Slash: button("keys"),
};

const isText = (element) => element.matches?.("textarea, select, input:not([type=radio], [type=checkbox])");
const isSingle = (event) => !event.ctrlKey && !event.metaKey && !(event.shiftKey && event.code !== "Slash");
// A readonly field takes no text, so its keys act alone as well.
const takesText = (element) => isText(element) && !element.readOnly;

function wanted(event) {
  if (!isSingle(event) || rightAlt) return undefined;
  if (takesText(event.target) ? !event.altKey : false) return undefined;
  return SINGLE[event.code];
}

// Enter in a row: save what was typed, else vouch for the value; then on to the next doubt.
function confirmRow(row) {
  const element = input(row);
  if (!save(element)) {
    const doubt = row.querySelector("form[data-confirm]");
    if (doubt) htmx.trigger(doubt, "submit");
  }
  delete row.dataset.stop;
  go(1);
}

function onEnter(event) {
  const row = rowOf(event.target);
  if (!row || event.target.closest("button, summary, a, .why")) return;
  event.preventDefault();
  if (event.shiftKey) go(-1);
  else confirmRow(row);
}

// While Hangul is composed Enter only ends the composition; the desk goes on when it has ended.
let advance = null;
function onComposingEnter(event) {
  if (event.code === "Enter" || event.code === "NumpadEnter") advance = event.target;
}
document.addEventListener("compositionend", (event) => {
  if (advance !== event.target) return;
  advance = null;
  const row = rowOf(event.target);
  if (row) setTimeout(() => confirmRow(row));
});

function onKey(event) {
  if (event.code === "AltRight") rightAlt = true;
  if (event.isComposing || event.keyCode === 229) return onComposingEnter(event);
  if (event.repeat && event.code.endsWith("Enter")) return event.preventDefault();
  if (document.querySelector("dialog[open]")) return undefined;
  if (event.key === "Escape") return onEscape(event);
  if (event.code === "Enter" || event.code === "NumpadEnter") {
    if (event.ctrlKey || event.metaKey) return submit(event);
    return event.altKey ? undefined : onEnter(event);
  }
  const act = wanted(event);
  if (!act || event.target.closest?.("details.pop[open]")) return undefined;
  event.preventDefault();
  return act();
}

function submit(event) {
  event.preventDefault();
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
document.addEventListener("keyup", (event) => { if (event.code === "AltRight") rightAlt = false; });
window.addEventListener("blur", () => { rightAlt = false; });
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-go]");
  if (!link) return;
  event.preventDefault();
  go(1);
});
