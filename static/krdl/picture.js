// The picture: zoom by wheel and buttons, pan by drag, turn, light, and the working field marked.
import { current, enter, rows } from "./rows.js";

const STEP = 1.25;
const MOST = 12;
const view = document.querySelector(".look .view[data-width]");
const drawing = view?.querySelector("svg");
const size = view && { width: Number(view.dataset.width), height: Number(view.dataset.height) };
let turned = Number(view?.dataset.turned ?? 0);
let frame = null;

const framed = () => turned % 180 ? { width: size.height, height: size.width } : size;

function show() {
  drawing.setAttribute("viewBox", [frame.x, frame.y, frame.width, frame.height].map((n) => n.toFixed(1)).join(" "));
  document.querySelector(".tools .zoom").value = `${Math.round(100 * framed().width / frame.width)}%`;
}

function fit() {
  frame = { x: 0, y: 0, ...framed() };
  show();
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

function pointOf(event) {
  const point = new DOMPoint(event.clientX, event.clientY);
  return point.matrixTransform(drawing.getScreenCTM().inverse());
}

function turn(by) {
  turned = (turned + by + 360) % 360;
  const shift = { 0: [0, 0], 90: [size.height, 0], 180: [size.width, size.height], 270: [0, size.width] }[turned];
  drawing.firstElementChild.setAttribute("transform", `translate(${shift[0]} ${shift[1]}) rotate(${turned})`);
  fit();
}

function toggle(name, button) {
  const on = view.classList.toggle(name);
  button.setAttribute("aria-pressed", String(on));
}

const TOOLS = {
  in: () => zoom(STEP), out: () => zoom(1 / STEP), fit,
  contrast: (button) => toggle("contrast", button),
  bright: (button) => toggle("bright", button),
  dim: (button) => toggle("dim", button),
  full: () => document.fullscreenElement ? document.exitFullscreen() : view.closest(".look").requestFullscreen(),
};

function pan() {
  let from = null;
  drawing.addEventListener("pointerdown", (event) => {
    from = pointOf(event);
    from.moved = false;
    drawing.setPointerCapture(event.pointerId);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (!from || !event.buttons) return;
    const to = pointOf(event);
    if (Math.hypot(to.x - from.x, to.y - from.y) > 3) from.moved = true;
    frame.x += from.x - to.x;
    frame.y += from.y - to.y;
    show();
  });
  drawing.addEventListener("pointerup", (event) => {
    if (from && !from.moved) enterAt(event);
    from = null;
  });
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

function mark(row) {
  for (const spot of drawing.querySelectorAll("[data-spot]")) {
    spot.classList.toggle("on", spot.dataset.spot === row.dataset.field);
  }
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

function start() {
  fit();
  pan();
  drawing.addEventListener("wheel", (event) => {
    event.preventDefault();
    const point = pointOf(event);
    zoom(event.deltaY < 0 ? STEP : 1 / STEP, point.x, point.y);
  }, { passive: false });
  document.querySelector(".tools").addEventListener("click", (event) => {
    const button = event.target.closest("[data-picture]");
    if (button) TOOLS[button.dataset.picture]?.(button);
  });
  document.querySelectorAll("[data-turn-by]").forEach((form) => form.addEventListener("submit", (event) => {
    event.preventDefault();
    turn(Number(form.dataset.turnBy));
    htmx.ajax("POST", form.action, { values: { degrees: (turned - Number(view.dataset.upright) + 360) % 360 }, swap: "none" });
  }));
  document.addEventListener("desk:row", (event) => mark(event.detail));
  if (current()) mark(current());
}

if (view) start();
