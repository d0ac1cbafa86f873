// The profile: a key pressed in its field is written there. Tab, Esc and deleting act as always.

const NAMES = {
  Backquote: "`", Minus: "-", Equal: "=", BracketLeft: "[", BracketRight: "]", Backslash: "\\",
  Semicolon: ";", Quote: "'", Comma: ",", Period: ".", Slash: "/", Enter: "Enter", NumpadEnter: "Enter",
};
const nameOf = (code) => NAMES[code] ?? code.match(/^(?:Key|Digit)(.)$/)?.[1];

document.addEventListener("keydown", (event) => {
  const name = nameOf(event.code);
  if (!event.target.matches("[data-press]") || !name || event.altKey || event.metaKey) return;
  const withEnter = name === "Enter";
  if (event.ctrlKey && !withEnter) return;
  event.preventDefault();
  const held = [event.ctrlKey && "Ctrl", event.shiftKey && withEnter && "Shift"].filter(Boolean);
  event.target.value = [...held, name].join("+");
});
