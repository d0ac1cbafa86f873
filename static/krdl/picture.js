// The picture: zoom, pan, turn, light, loupe, and the working field marked. All of it is drawn from
// the one picture of the page; another record brings a view of its own ("desk:record").
import { current, enter, rows } from "./rows.js";

const STEP = 1.25;
const MOST = 12;
const LIGHT = { contrast: [1, 1.3, 1.6, 2.2], bright: [1, 1.2, 1.45, 0.75] };
const GLASS_PX = 240;
const GLASS_ZOOM = 2.5;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
let view, drawing, size, turned, frame;

const framed = () => turned % 180 ? { width: size.height, height: size.width } : size;
const isZoomed = () => frame.width < framed().width * 0.999;

function show() {
  drawing.setAttribute("viewBox", [frame.x, frame.y, frame.width, frame.height].map((n) => n.toFixed(1)).join(" "));
  document.querySelector(".tools .zoom").value = `${Math.round(100 * framed().width / frame.width)}%`;
  if (view.classList.contains("loupe")) magnify(lens);
}

function fit() {
  frame = { x: 0, y: 0, ...framed() };
  show();
}

function reset() {
  for (const name of Object.keys(LIGHT)) light(name, 0);
  fit();
}

// Zooms by `factor` around a point of the picture, by default the middle.
function zoom(factor, x = frame.x + frame.width / 2, y = frame.y + frame.height / 2) {
  const width = Math.min(Math.max(frame.width / factor, framed().width / MOST), framed().width * 2);
  const ratio = width / frame.width;
  frame = {
    x: x - (x - frame.x) * ratio, y: y - (y - frame.y) * ratio,
    width, height: frame.height * ratio,
  };
  show();
}

function move(x, y) {
  frame.x += x;
  frame.y += y;
  show();
}

function pointOf(event) {
  const point = new DOMPoint(event.clientX, event.clientY);
  return point.matrixTransform(drawing.getScreenCTM().inverse());
}

function turn(by) {
  turned = (turned + by + 360) % 360;
  const shift = { 0: [0, 0], 90: [size.height, 0], 180: [size.width, size.height], 270: [0, size.width] }[turned];
  for (const group of view.querySelectorAll("g[data-turned]")) {
    group.setAttribute("transform", `translate(${shift[0]} ${shift[1]}) rotate(${turned})`);
  }
  fit();
}

// Contrast and brightness go through their steps and back to none.
function light(name, step) {
  const level = LIGHT[name][step];
  const button = document.querySelector(`[data-picture=${name}]`);
  view.dataset[name] = step;
  view.style.setProperty(`--${name}`, level);
  view.classList.toggle("lit", Object.keys(LIGHT).some((each) => Number(view.dataset[each] ?? 0)));
  button.setAttribute("aria-pressed", String(step > 0));
  button.setAttribute("aria-label", step ? `${button.dataset.name} ${Math.round(level * 100)}%` : button.dataset.name);
}
const lighter = (name) => light(name, (Number(view.dataset[name] ?? 0) + 1) % LIGHT[name].length);

function toggle(name, button) {
  const on = view.classList.toggle(name);
  button.setAttribute("aria-pressed", String(on));
  return on;
}

// The loupe follows the pointer; by keyboard it stands on the working field.
let lens = null;
function magnify(point) {
  lens = point ?? { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
  const glass = view.querySelector(".glass");
  const scale = drawing.getScreenCTM();
  const seen = GLASS_PX / (Math.hypot(scale.a, scale.b) * GLASS_ZOOM);
  glass.setAttribute("viewBox", `${lens.x - seen / 2} ${lens.y - seen / 2} ${seen} ${seen}`);
  const at = new DOMPoint(lens.x, lens.y).matrixTransform(scale);
  const box = view.getBoundingClientRect();
  glass.style.left = `${at.x - box.x - GLASS_PX / 2}px`;
  glass.style.top = `${at.y - box.y - GLASS_PX / 2}px`;
}

const TOOLS = {
  "zoom-in": () => zoom(STEP), "zoom-out": () => zoom(1 / STEP), reset,
  contrast: () => lighter("contrast"),
  bright: () => lighter("bright"),
  loupe: (button) => toggle("loupe", button) && magnify(middleOf(current())),
  dim: (button) => {
    sessionStorage.setItem("dim", toggle("dim", button) ? "on" : "");
  },
  full: () => document.fullscreenElement ? document.exitFullscreen() : view.closest(".look").requestFullscreen(),
};

// One pointer pans, two pinch; a press that does not move is a click.
const pointers = new Map();
let pressed = null;

function onDown(event) {
  pointers.set(event.pointerId, event);
  pressed = pointers.size === 1 ? event : null;
  drawing.setPointerCapture(event.pointerId);
}

function onMove(event) {
  if (view.classList.contains("loupe")) magnify(pointOf(event));
  const before = pointers.get(event.pointerId);
  if (!before) return;
  if (pressed && Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) > 3) pressed = null;
  const other = [...pointers.values()].find((pointer) => pointer.pointerId !== event.pointerId);
  if (other) pinch(before, event, other);
  else if (!pressed) slide(before, event);
  pointers.set(event.pointerId, event);
}

function slide(before, after) {
  const from = pointOf(before);
  const to = pointOf(after);
  move(from.x - to.x, from.y - to.y);
}

function pinch(before, after, other) {
  const apart = (pointer) => Math.hypot(pointer.clientX - other.clientX, pointer.clientY - other.clientY);
  const middle = { clientX: (after.clientX + other.clientX) / 2, clientY: (after.clientY + other.clientY) / 2 };
  const point = pointOf(middle);
  zoom(apart(after) / Math.max(apart(before), 1), point.x, point.y);
}

function onUp(event) {
  if (pressed?.pointerId === event.pointerId && event.type === "pointerup") enterAt(event);
  pointers.delete(event.pointerId);
  pressed = null;
}

// A trackpad's pinch comes as a wheel with Ctrl, in finer steps.
function onWheel(event) {
  event.preventDefault();
  const point = pointOf(event);
  zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), point.x, point.y);
}

// A click on a field in the picture goes to that field.
function enterAt(event) {
  for (const spot of drawing.querySelectorAll("[data-spot]")) {
    const hit = [...spot.querySelectorAll("polygon.mark")].some((mark) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(mark.getScreenCTM().inverse());
      return mark.isPointInFill(point);
    });
    if (hit) return enter(rows().find((row) => row.dataset.field === spot.dataset.spot));
  }
  return undefined;
}

const spotOf = (row) => drawing.querySelector(`[data-spot="${row?.dataset.field}"]`);

function middleOf(row) {
  const outlines = [...spotOf(row)?.querySelectorAll("polygon.mark") ?? []];
  if (!outlines.length) return null;
  const boxes = outlines.map((outline) => outline.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.right));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  return pointOf({ clientX: (left + right) / 2, clientY: (top + bottom) / 2 });
}

// The highlight goes to the working field, and so does the picture where it is zoomed in.
function mark(row) {
  if (!view) return;
  for (const spot of drawing.querySelectorAll("[data-spot]")) {
    spot.classList.toggle("on", spot.dataset.spot === row.dataset.field);
  }
  const middle = middleOf(row);
  if (middle && isZoomed()) move(middle.x - frame.x - frame.width / 2, middle.y - frame.y - frame.height / 2);
  if (view.classList.contains("loupe")) magnify(middle);
  strip(row);
}

// The strip under the picture: the working field large, and what was read.
function strip(row) {
  const place = document.querySelector(".strip");
  const cuts = [...row.querySelectorAll(".crop svg")];
  place.hidden = !cuts.length;
  if (place.hidden) return;
  const [name, , sure] = place.querySelector(".row").children;
  name.textContent = row.querySelector("label, h3").textContent;
  sure.textContent = row.dataset.sure ?? "";
  place.querySelector(".crop").replaceChildren(...cuts.map(large));
  const spell = place.querySelector(".spell");
  spell.textContent = row.dataset.read ?? "";
  spell.classList.toggle("unsure", "unsure" in row.dataset);
}

function large(cut) {
  const copy = cut.cloneNode(true);
  const scale = cut.parentElement.children.length > 1 ? 1.5 : 1.4;
  copy.setAttribute("width", Math.round(cut.getAttribute("width") * scale));
  copy.setAttribute("height", Math.round(cut.getAttribute("height") * scale));
  return copy;
}

// Who does not work on the record turns it for this look only.
function keepTurned(form) {
  turn(Number(form.dataset.turnBy));
  if ("onlyHere" in form.dataset) return;
  const degrees = (turned - Number(view.dataset.upright) + 360) % 360;
  htmx.ajax("POST", form.action, { values: { degrees }, swap: "none" });
}

function start() {
  view = document.querySelector(".look .view[data-width]");
  if (!view) return;
  drawing = view.querySelector("svg");
  size = { width: Number(view.dataset.width), height: Number(view.dataset.height) };
  turned = Number(view.dataset.turned);
  fit();
  drawing.addEventListener("pointerdown", onDown);
  drawing.addEventListener("pointermove", onMove);
  drawing.addEventListener("pointerup", onUp);
  drawing.addEventListener("pointercancel", onUp);
  drawing.addEventListener("wheel", onWheel, { passive: false });
  view.addEventListener("keydown", onArrow);
  const dim = document.querySelector("[data-picture=dim]");
  if (dim && sessionStorage.getItem("dim")) toggle("dim", dim);
  if (current()) mark(current());
}

function onArrow(event) {
  const [x, y] = ARROWS[event.key] ?? [];
  if (x === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  move(x * frame.width / 10, y * frame.height / 10);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-picture]");
  if (button && view) TOOLS[button.dataset.picture]?.(button);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-turn-by]") || !view) return;
  event.preventDefault();
  keepTurned(event.target);
});
document.addEventListener("desk:row", (event) => mark(event.detail));
document.addEventListener("desk:record", start);
start();
