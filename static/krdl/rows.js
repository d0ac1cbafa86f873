// The rows of the desk: which one is worked on, and which comes next.

export const rows = () => [...document.querySelectorAll("#fields [data-field]")];
export const rowOf = (element) => element?.closest?.("#fields [data-field]");
export const input = (row) => row?.querySelector(".value :is(input:not([type=hidden]), select, textarea)");

// The working row is known by its field: its markup comes anew with every answer.
const opened = () => document.querySelector("#fields .now")?.dataset.field;
let working = opened();
document.addEventListener("desk:record", () => { working = opened(); });
export const current = () => rows().find((row) => row.dataset.field === working) ?? rows()[0];

function mark() {
  for (const row of rows()) row.classList.toggle("now", row.dataset.field === working);
}

// Makes `row` the working row; picture.js listens and moves the highlight there.
export function select(row) {
  if (!row || row.dataset.field === working) return;
  working = row.dataset.field;
  mark();
  document.dispatchEvent(new CustomEvent("desk:row", { detail: row }));
}

export function enter(row) {
  if (!row) return;
  select(row);
  const target = input(row) ?? row;
  target.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

// What was dealt with is no stop until its own answer tells; answers to rows before it know it not.
const dealtWith = new Set();
export const dealWith = (row) => dealtWith.add(row.dataset.field);
const waits = (row, how) => how in row.dataset && !dealtWith.has(row.dataset.field);
document.addEventListener("htmx:afterRequest", (event) => {
  dealtWith.delete(event.detail.requestConfig?.elt.closest("[data-field]")?.dataset.field);
});
document.addEventListener("desk:record", () => dealtWith.clear());

// The next (or previous) row that waits for a decision; past the last one, submitting.
export function go(direction) {
  const all = rows();
  const here = all.indexOf(current());
  const rest = direction > 0 ? all.slice(here + 1) : all.slice(0, Math.max(here, 0)).reverse();
  const wanted = rest.find((row) => waits(row, "stop"));
  if (wanted) enter(wanted);
  else if (direction > 0) afterLast(all);
}

// Past the last doubt: back to the first that is still open, else to the button that submits.
function afterLast(all) {
  const open = all.find((row) => waits(row, "doubtful") && row !== current());
  if (open) enter(open);
  else document.querySelector("[data-key=submit]")?.focus();
}

document.addEventListener("focusin", (event) => select(rowOf(event.target)));
document.addEventListener("htmx:afterSettle", mark);
