// What opens over the desk: the keys, the history drawer, and the questions of the action bar.

const drawer = document.getElementById("drawer");

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
  const closer = event.target.closest("dialog [data-closes]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
  if (event.target.matches("dialog")) event.target.close();
  const refused = event.target.closest("[aria-disabled=true]");
  if (refused) tell(event, refused);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === drawer) drawer.showModal();
});

// The questions of the bar: one open at a time, the first answer focused.
document.addEventListener("toggle", (event) => {
  const question = event.target;
  if (!question.matches?.("details.pop") || !question.open) return;
  for (const other of document.querySelectorAll("details.pop[open]")) {
    if (other !== question) other.open = false;
  }
  question.querySelector("form input:not([type=hidden]), form textarea")?.focus();
}, true);

// A button that is refused says why where everybody can read it.
function tell(event, button) {
  event.preventDefault();
  const said = document.getElementById("saved");
  if (said && button.title) said.textContent = button.title;
}
