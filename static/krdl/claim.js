// Counts down what ends by itself: the claim, and a reveal. The words come from the page.
import { isDirty } from "./fields.js";
import { input, rows } from "./rows.js";

// Counted from when a chip was first seen: the clocks of browser and server may differ.
const ends = new WeakMap();

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
  if (!rows().some((row) => isDirty(input(row)))) location.reload();
}

setInterval(tick, 1000);
tick();
