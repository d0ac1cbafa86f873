// The queue: a key claims the next record, a filter applies when chosen, rows are chosen by keyboard,
// what is new is said once, a slow list says that it comes, and a lost connection shows.

const SLOW_MS = 300;
const inText = (target) => target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
const boxes = [...document.querySelectorAll("tbody input[name=record]")];
const all = document.querySelector("[data-all]");
const bar = document.getElementById("bulk");
let last = null;

document.addEventListener("keydown", (event) => {
  const next = document.querySelector("[data-key=next]");
  if (event.code !== next?.dataset.code || event.repeat || event.isComposing) return;
  const needsAlt = "alt" in next.dataset;
  if (event.ctrlKey || event.metaKey || event.altKey !== needsAlt || inText(event.target)) return;
  next.click();
});

document.querySelectorAll("[data-filters] :is(select, input)").forEach((filter) => {
  filter.addEventListener("change", () => filter.form.requestSubmit());
});
document.querySelectorAll("[data-plain]").forEach((button) => { button.hidden = true; });

// Choosing rows: with shift everything between the last one and this one follows it.
function chosen() {
  const count = boxes.filter((box) => box.checked).length;
  if (bar) bar.querySelector("[data-chosen]").textContent = count;
  if (!all) return;
  all.checked = count > 0 && count === boxes.length;
  all.indeterminate = count > 0 && count < boxes.length;
}

function between(one, other) {
  const ends = [boxes.indexOf(one), boxes.indexOf(other)].sort((a, b) => a - b);
  return boxes.slice(ends[0], ends[1] + 1);
}

for (const box of boxes) {
  box.addEventListener("click", (event) => {
    if (event.shiftKey && last) between(last, box).forEach((each) => { each.checked = box.checked; });
    last = box;
    chosen();
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    const next = step && boxes[boxes.indexOf(box) + step];
    if (!next) return;
    event.preventDefault();
    if (event.shiftKey) next.checked = box.checked;
    next.focus();
    last = next;
    chosen();
  });
}
if (all) {
  all.hidden = false;
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    chosen();
  });
}
bar?.addEventListener("reset", () => setTimeout(chosen));
bar?.querySelector("[name=reason]")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing) bar.querySelector("[data-enter]").click();
});
chosen();
document.getElementById("outcomes")?.focus();

addEventListener("submit", () => {
  setTimeout(() => {
    document.querySelector("[data-loading]").hidden = false;
    document.querySelector("[data-list]")?.setAttribute("hidden", "");
  }, SLOW_MS);
});
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

document.addEventListener("htmx:afterSettle", () => {
  const said = document.querySelector("[data-said]");
  const fresh = document.querySelector("[data-fresh]")?.textContent ?? "";
  if (said.textContent !== fresh) said.textContent = fresh;
});

for (const lost of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(lost, () => {
    const live = document.getElementById("queue-live");
    live.querySelector("[data-refreshed]").textContent = live.dataset.offline;
  });
}
