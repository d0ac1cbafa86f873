// Every field is a form that saves itself: on leaving it, on Enter, and again when a send failed.
import { input, rowOf } from "./rows.js";

const RETRY_MS = 5000;
const unsent = new Set();

const shownValue = (element) => element.tagName === "SELECT"
  ? [...element.options].find((option) => option.defaultSelected)?.value ?? ""
  : element.defaultValue;
export const isDirty = (element) => Boolean(element) && !element.readOnly && !element.disabled
  && element.value !== shownValue(element);

export function save(element) {
  const form = element?.form;
  if (!form?.hasAttribute("data-save") || !isDirty(element)) return false;
  if (element.dataset.sending === element.value) return true;
  element.dataset.sending = element.value;
  say(rowOf(form), "say-saving");
  htmx.trigger(form, "save");
  return true;
}

export function drop(element) {
  if (!isDirty(element)) return false;
  element.value = shownValue(element);
  return true;
}

function say(row, template) {
  const words = document.getElementById(template);
  row?.querySelector(".trust")?.replaceChildren(words.content.cloneNode(true));
}

function keepUnsent(form) {
  const element = input(rowOf(form));
  if (!element) return;
  delete element.dataset.sending;
  unsent.add(rowOf(form).id);
  say(rowOf(form), "say-unsent");
}

function sendAgain() {
  const waiting = [...unsent];
  unsent.clear();
  for (const id of waiting) save(input(document.getElementById(id)));
}

document.addEventListener("change", (event) => save(event.target));
window.addEventListener("online", sendAgain);
setInterval(() => unsent.size && sendAgain(), RETRY_MS);
window.addEventListener("beforeunload", (event) => {
  if (unsent.size) event.preventDefault();
});
for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    const form = event.target.closest?.("form[data-save]");
    if (form) keepUnsent(form);
  });
}

// An answer brings rows anew. What was typed meanwhile stays, and so does a row being composed in.
let composing = false;
const typed = new Map();
document.addEventListener("compositionstart", () => { composing = true; });
document.addEventListener("compositionend", () => { composing = false; });
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const row = event.detail.target;
  const element = row.dataset?.field && input(row);
  if (!element) return;
  const busy = document.activeElement === element;
  if (busy && composing) event.detail.shouldSwap = false;
  else if (isDirty(element) && element.dataset.sending !== element.value) typed.set(row.id, element.value);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const [id, value] of typed) {
    const element = input(document.getElementById(id));
    if (element && !element.readOnly) element.value = value;
  }
  typed.clear();
});
