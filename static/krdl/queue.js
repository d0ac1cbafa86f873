// The queue: N claims the next record, a filter applies when chosen, what is new is said once,
// and a lost connection shows.

const inText = (target) => target.closest("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.code !== "KeyN" || event.repeat || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || inText(event.target)) return;
  document.querySelector("[data-key=next]")?.click();
});

document.querySelectorAll(".filters select").forEach((select) => {
  select.addEventListener("change", () => select.form.requestSubmit());
});
document.querySelectorAll("[data-plain]").forEach((button) => { button.hidden = true; });

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
