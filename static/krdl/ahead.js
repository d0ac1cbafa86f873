// The next record at once: its desk and its covered picture are fetched ahead and kept in this
// page's memory for two minutes at most. When the record at the desk is decided, the next one
// takes its place, and the decision goes on in the background.
import { isDirty } from "./fields.js";
import { enter, input, rows } from "./rows.js";
import { decide, place, post, settled } from "./sending.js";

const EARLY_MS = 5000; // before the server's two minutes are over
const PAUSE_MS = 20000; // until it is worth asking again when none waited
const BLIND_MS = 400; // no decision that soon after a record came: that was a key pressed twice

const desk = () => document.getElementById("desk");
let kept = null;
let asking = false;
let askAgainAt = 0;
let shownAt = 0;
let opening = Promise.resolve();
let isOpen = true;
let picture = "";

// A page that is not looked at keeps nobody's record waiting.
async function fetchAhead() {
  const { ahead } = desk()?.dataset ?? {};
  if (!ahead || !isOpen || kept || asking || document.hidden || Date.now() < askAgainAt) return;
  asking = true;
  askAgainAt = Date.now() + PAUSE_MS;
  try {
    await settled(); // until then the record before is still this person's, and would come again
    kept = await prepared(await post(ahead), Date.now());
    desk().toggleAttribute("data-next-ready", Boolean(kept));
  } catch {
    kept = null; // nothing is lost: the next record then comes as a page
  }
  asking = false;
}

async function prepared(text, since) {
  const holder = document.createElement("template");
  holder.innerHTML = text;
  const next = holder.content.getElementById("desk");
  if (!next) return null;
  holder.content.querySelector("#pic")?.removeAttribute("href");
  const part = document.adoptNode(next);
  htmx.process(part);
  const until = since + 1000 * Number(next.dataset.aheadLeft ?? 120) - EARLY_MS;
  const url = next.dataset.picture ? await inMemory(next.dataset.picture) : "";
  if (url) part.querySelector("#pic").setAttribute("href", url);
  setTimeout(() => drop(url), Math.max(until - Date.now(), 0));
  return { next: part, url, until, image: url && await decoded(url) };
}

async function inMemory(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return URL.createObjectURL(await answer.blob());
}

// Held until it is shown, so that the browser has the picture decoded by then.
async function decoded(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

function drop(url) {
  if (!kept || kept.url !== url) return;
  if (url) URL.revokeObjectURL(url);
  kept = null;
  desk().removeAttribute("data-next-ready");
  askAgainAt = 0;
}

// Whoever works on gets the next record fetched again when its two minutes were over.
for (const sign of ["keydown", "pointerdown"]) document.addEventListener(sign, () => setTimeout(fetchAhead));
document.addEventListener("visibilitychange", fetchAhead);
window.addEventListener("pagehide", () => {
  if (kept) drop(kept.url);
  if (picture) URL.revokeObjectURL(picture);
});

// By request: its row may be gone when the answer has come.
const saves = new Set();
let saved = () => {};
document.addEventListener("htmx:beforeRequest", ({ target, detail }) => {
  if (target.closest?.("#fields")) saves.add(detail.xhr);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  saves.delete(detail.xhr);
  if (!saves.size) saved();
});
// One answer lets the next save of the row go out, a moment later.
async function allSaved() {
  while (saves.size) {
    await new Promise((resolve) => { saved = resolve; });
    await new Promise((resolve) => { setTimeout(resolve); });
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("#desk form[data-ends]");
  if (!form || form === leading || event.defaultPrevented) return;
  event.preventDefault();
  if (Date.now() - shownAt > BLIND_MS) finish(form);
});

// A button that is refused while values are being saved may not be so any more after that.
document.addEventListener("click", async (event) => {
  const refused = event.target.closest?.("#accept [aria-disabled=true]");
  if (!refused || !saves.size) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  await allSaved();
  document.querySelector("#accept button:not([aria-disabled=true])")?.click();
}, true);

async function finish(form) {
  if (saves.size) await allSaved();
  if (!isOpen) await opening;
  const unsaved = rows().find((row) => isDirty(input(row)) && input(row).form?.dataset.draft);
  if (unsaved) return refuse(unsaved);
  if (!kept || Date.now() > kept.until) return lead(form);
  const { title, page } = desk().dataset;
  const decision = { url: form.action, data: new FormData(form), title, page };
  show(kept);
  return decide(decision);
}

// Without a record ahead the form is sent as forms are, and leads on to the next page. Not while
// its submission is being told of: then the browser would take no second one.
let leading = null;
function lead(form) {
  leading = form;
  setTimeout(() => form.requestSubmit());
}

function refuse(row) {
  enter(row);
  document.getElementById("saved").textContent = document.getElementById("say-unsaved").content.textContent;
}

function show({ next, url }) {
  kept = null;
  askAgainAt = 0;
  saves.clear();
  const before = picture;
  picture = url;
  document.getElementById("messages").replaceChildren();
  desk().replaceWith(next);
  document.title = document.title.replace(/^[\w-]+/, next.dataset.title);
  history.pushState({}, "", next.dataset.page);
  shownAt = Date.now();
  document.dispatchEvent(new CustomEvent("desk:record"));
  (next.querySelector("[autofocus]") ?? next.querySelector("#fields")).focus({ preventScroll: true });
  if (before) URL.revokeObjectURL(before);
  begin(next);
}

// The record is opened (to review: claimed) as soon as it is shown; what is saved meanwhile waits.
function begin(shown) {
  const data = new FormData();
  data.set("version", shown.dataset.version);
  isOpen = false;
  opening = post(shown.dataset.open, data).then((text) => {
    place(text);
    isOpen = true;
    fetchAhead();
  }, async () => {
    await settled();
    location.reload();
  });
}

document.addEventListener("htmx:confirm", (event) => {
  if (isOpen || !event.target.closest?.("#desk")) return;
  event.preventDefault();
  opening.then(() => isOpen && event.detail.issueRequest());
});
window.addEventListener("popstate", () => {
  if (desk() && location.pathname !== desk().dataset.page) location.reload();
});

if (desk()) setTimeout(fetchAhead, 300);
