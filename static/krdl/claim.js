// The claim: counted down, renewed while the person works, given up when the page is left.
// The words come from the page.
import { isDirty } from "./fields.js";
import { input, rows } from "./rows.js";

const BEAT_MS = 60_000;
// Counted from when a chip was first seen: the clocks of browser and server may differ.
const ends = new WeakMap();
let worked = false;

function secondsLeft(chip) {
  if (!ends.has(chip)) ends.set(chip, Date.now() + 1000 * Number(chip.dataset.left));
  return Math.max((ends.get(chip) - Date.now()) / 1000, 0);
}

function clock(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function tick() {
  for (const chip of document.querySelectorAll("[data-left]")) {
    const left = secondsLeft(chip);
    chip.querySelector("time").textContent = clock(left);
    const near = left <= Number(chip.dataset.warning ?? 0);
    chip.classList.toggle("warning", near || "short" in chip.dataset);
    chip.classList.toggle("live", !chip.classList.contains("warning"));
    if (!left) ended(chip);
  }
}

// When it is over the page tells the truth again, unless something typed would be lost.
function ended(chip) {
  chip.removeAttribute("data-left");
  const picture = document.getElementById("pic");
  picture?.setAttribute("href", picture.dataset.covered);
  if (!rows().some((row) => isDirty(input(row)))) location.reload();
}

async function beat() {
  const held = document.querySelector("[data-renew]");
  if (!worked || !held) return;
  worked = false;
  await htmx.ajax("POST", held.dataset.renew, { target: "#claim", swap: "outerHTML" });
  const chip = document.querySelector("#claim [data-left]");
  if (!document.querySelector("[data-renew]")) ended(chip ?? document.createElement("span"));
}

// Said after the page that follows was answered: if that renewed the claim, nothing is released.
function leave() {
  const held = document.querySelector("[data-leave]");
  if (!held) return;
  const said = new FormData();
  said.set("until", held.dataset.until);
  said.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  navigator.sendBeacon(held.dataset.leave, said);
}

for (const work of ["keydown", "pointerdown", "wheel"]) {
  addEventListener(work, () => { worked = true; }, { passive: true });
}
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
setInterval(beat, BEAT_MS);
setInterval(tick, 1000);
tick();
