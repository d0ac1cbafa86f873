// Every field is a form that saves itself: on leaving it, on Enter, and again when a send failed.
// Until then what is typed is kept as a draft on the server, and what cannot be sent in this page.
import { current, enter, input, rowOf, rows } from "./rows.js";
import { forget, stash, stashed } from "./sealed.js";

const PAUSE_MS = 400;
const RETRY_MS = 5000;
const ANSWER_MS = 10000;
// By field: whether it waits to be saved ("save") or only to be kept ("draft").
const unsent = new Map();
// What an earlier page could not send, until its field can take it (a covered one takes nothing).
const earlier = new Map();
const pauses = new Map();
let leaving = false;

const nameOf = (element) => rowOf(element)?.dataset.field;
const inputOf = (name) => input(document.getElementById(`field-${name}`));
const savedValue = (element) => element.dataset.saved ?? (element.tagName === "SELECT"
  ? [...element.options].find((option) => option.defaultSelected)?.value ?? ""
  : element.defaultValue);
export const isDirty = (element) => Boolean(element) && !element.readOnly && !element.disabled
  && element.value !== savedValue(element);

export function save(element) {
  const form = element?.form;
  if (form?.hasAttribute("data-blind") && element.value) {
    form.requestSubmit();
    return true;
  }
  if (!form?.hasAttribute("data-save") || !isDirty(element)) return false;
  if (element.dataset.sending === element.value) return true;
  element.dataset.sending = element.value;
  clearTimeout(pauses.get(nameOf(element)));
  say(rowOf(form), "say-saving");
  htmx.trigger(form, "save");
  return true;
}

// Back to the saved value; the server forgets the draft and shows the row as it stands.
export function drop(element) {
  if (!isDirty(element)) return false;
  element.value = savedValue(element);
  if (!element.form?.dataset.draft) return true;
  clearTimeout(pauses.get(nameOf(element)));
  settle(nameOf(element));
  htmx.ajax("POST", element.form.dataset.draft, { source: element.form, values: { drop: "1" }, swap: "none" });
  return true;
}

function say(row, template) {
  const words = document.getElementById(template);
  row?.querySelector(".trust")?.replaceChildren(words.content.cloneNode(true));
  if (row) row.dataset.said = template;
}

// Drafts: sent a moment after the last key, and at once when the page is hidden or closed.
function draftOf(element) {
  const sent = new FormData(element.form);
  if (!isDirty(element)) sent.set("drop", "1");
  return sent;
}

async function sendDraft(name) {
  pauses.delete(name);
  const element = inputOf(name);
  if (!element?.form?.dataset.draft || element.dataset.sending === element.value) return;
  const sent = draftOf(element);
  try {
    const answer = await fetch(element.form.dataset.draft, {
      method: "POST", body: sent, headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (answer.headers.has("HX-Refresh")) return signInAgain();
    if (answer.status === 403) return signInAgain();
    if (answer.status >= 500) throw new Error(answer.status);
    if (answer.status === 204 && inputOf(name)?.value === sent.get("value")) say(rowOf(inputOf(name)), "say-draft");
    return settle(name);
  } catch {
    return keepUnsent(name, "draft");
  }
}

function onInput(event) {
  const name = event.target.form?.dataset.draft && nameOf(event.target);
  if (!name || event.target.tagName === "SELECT") return;
  clearTimeout(pauses.get(name));
  pauses.set(name, setTimeout(sendDraft, PAUSE_MS, name));
}

function flush() {
  if (document.visibilityState !== "hidden") return;
  for (const name of pauses.keys()) {
    const element = inputOf(name);
    if (element?.form?.dataset.draft) navigator.sendBeacon(element.form.dataset.draft, draftOf(element));
  }
}

// What could not be sent: counted on the page, sealed for a reload, sent again by itself.
function keepUnsent(name, how) {
  const element = inputOf(name);
  if (!element || leaving) return;
  if (unsent.get(name) !== "save") unsent.set(name, how);
  say(rowOf(element), "say-unsent");
  tell();
  stashAll();
}

function settle(name) {
  if (!unsent.delete(name)) return;
  tell();
  if (unsent.size + earlier.size) stashAll();
  else forget();
}

function tell() {
  const place = document.getElementById("unsent");
  if (!place) return;
  const count = unsent.size + earlier.size;
  place.hidden = !count;
  place.querySelector("span").textContent = count === 1
    ? place.dataset.one : place.dataset.many.replace("{n}", count);
}

function stashAll() {
  const values = Object.fromEntries(earlier);
  for (const row of rows()) {
    const element = input(row);
    if (!isDirty(element)) continue;
    const how = element.dataset.sending ? "save" : unsent.get(row.dataset.field) ?? "draft";
    values[row.dataset.field] = { value: element.value, how };
  }
  return stash({ at: current()?.dataset.field, values });
}

function sendAgain() {
  for (const [name, how] of [...unsent]) {
    const element = inputOf(name);
    if (!isDirty(element)) settle(name);
    else if (how === "save") save(element);
    else sendDraft(name);
  }
}

// The session is over: everything typed is sealed, then the person signs in and comes back here.
async function signInAgain() {
  if (leaving) return;
  leaving = true;
  await stashAll();
  location.reload();
}

async function restore() {
  const kept = await stashed();
  if (!kept) return;
  for (const [name, value] of Object.entries(kept.values)) earlier.set(name, value);
  putEarlier();
  const row = document.getElementById(`field-${kept.at}`);
  if (row) enter(row);
}

function putEarlier() {
  for (const [name, { value, how }] of [...earlier]) {
    const element = inputOf(name);
    if (!element || element.readOnly || element.disabled) continue;
    earlier.delete(name);
    unsent.set(name, how);
    element.value = value;
  }
  tell();
  sendAgain();
}

document.addEventListener("input", onInput);
document.addEventListener("change", (event) => save(event.target));
document.addEventListener("visibilitychange", flush);
window.addEventListener("online", sendAgain);
setInterval(sendAgain, RETRY_MS);
window.addEventListener("beforeunload", (event) => {
  if (unsent.size && !leaving) event.preventDefault();
});
for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    const form = event.target.closest?.("form[data-save]");
    if (form) keepUnsent(nameOf(form), "save");
  });
}
// The row may have been replaced by then: the form is the one that was sent.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.requestConfig?.elt;
  if (!form?.hasAttribute?.("data-save")) return;
  delete form.elements.value.dataset.sending;
  const answered = event.detail.successful || [409, 422].includes(event.detail.xhr.status);
  if (answered) settle(form.closest("[data-field]").dataset.field);
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const answer = event.detail.xhr;
  if (answer.status !== 204 || !answer.getResponseHeader("HX-Refresh")) return;
  event.preventDefault();
  signInAgain();
});

// Undo: the browser takes back what is being typed; after that the saved value goes one step back.
document.addEventListener("keydown", (event) => {
  if (event.code !== "KeyZ" || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return;
  const row = rowOf(event.target);
  const undo = row?.querySelector("form[data-undo]");
  if (!undo || event.isComposing || isDirty(input(row))) return;
  event.preventDefault();
  htmx.trigger(undo, "submit");
});

// An answer brings rows anew. What was typed meanwhile stays, with what was said of it, and so does
// a row being composed in.
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
  else if (isDirty(element) && element.dataset.sending !== element.value) typed.set(row.id, { value: element.value, said: row.dataset.said });
});
document.addEventListener("htmx:afterSettle", () => {
  for (const [id, { value, said }] of typed) {
    const element = input(document.getElementById(id));
    if (!element || element.readOnly) continue;
    element.value = value;
    if (said && said !== "say-saving") say(rowOf(element), said);
  }
  typed.clear();
  if (earlier.size) putEarlier();
});

// Another record at the desk: nothing of the one before follows it.
document.addEventListener("desk:record", () => {
  for (const timer of pauses.values()) clearTimeout(timer);
  for (const kept of [unsent, earlier, pauses, typed]) kept.clear();
  restore();
});
// Not before htmx knows the forms: it is called first.
document.addEventListener("DOMContentLoaded", restore);
