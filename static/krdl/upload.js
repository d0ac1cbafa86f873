// Uploads file by file as soon as they are chosen, dropped or pasted: a line with a progress bar
// each, answered by a line from the server.
// Without this script the form sends all files at once and the page lists the same lines.

const form = document.getElementById("upload");
const picker = form.querySelector("#id_files");
const camera = form.querySelector("[data-camera]");
const drop = form.querySelector(".drop");
const report = document.getElementById("upload-report");
const lines = report.querySelector("[data-answers]");
const pattern = document.getElementById("upload-line");
const clear = report.querySelector("[data-clear]");
const queue = [];
let sending = false;

const size = (bytes) =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;

function stage(line, name) {
  line.dataset.outcome = name;
  for (const part of ["waiting", "sending", "failed"]) {
    line.querySelectorAll(`[data-${part}]`).forEach((one) => { one.hidden = part !== name; });
  }
  line.querySelector("[data-cancel]").hidden = name === "failed";
  line.querySelector("[data-again]").hidden = name !== "failed";
  count();
}

function count() {
  const outcomes = [...lines.children].map((line) => line.dataset.outcome);
  const left = (name) => (name === "sending" ? "waiting" : name);
  report.querySelectorAll("[data-count]").forEach((chip) => {
    const number = outcomes.filter((name) => left(name) === chip.dataset.count).length;
    chip.querySelector("b").textContent = number;
    chip.hidden = number === 0;
  });
  clear.hidden = outcomes.every((name) => ["waiting", "sending"].includes(name));
}

function add(files) {
  for (const file of files) {
    const line = pattern.content.firstElementChild.cloneNode(true);
    line.querySelector("th").textContent = file.name;
    line.querySelector(".n").textContent = size(file.size);
    line.querySelector("progress").setAttribute("aria-label", file.name);
    const job = { file, line, source: form.elements.source?.value };
    line.querySelector("[data-cancel]").addEventListener("click", () => cancel(job));
    line.querySelector("[data-again]").addEventListener("click", () => enqueue(job));
    lines.append(line);
    enqueue(job);
  }
}

function enqueue(job) {
  report.hidden = false;
  job.line.querySelector("progress").value = 0;
  stage(job.line, "waiting");
  queue.push(job);
  next();
}

function cancel(job) {
  const place = queue.indexOf(job);
  if (place >= 0) queue.splice(place, 1);
  job.request?.abort();
  job.line.remove();
  count();
}

function next() {
  if (sending || queue.length === 0) return;
  sending = true;
  send(queue.shift());
}

function send(job) {
  const body = new FormData();
  body.append("files", job.file);
  if (job.source) body.append("source", job.source);
  job.request = new XMLHttpRequest();
  job.request.open("POST", form.action);
  job.request.setRequestHeader("HX-Request", "true");
  job.request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
  job.request.upload.addEventListener("progress", (event) => {
    job.line.querySelector("progress").value = (100 * event.loaded) / (event.total || 1);
  });
  job.request.addEventListener("load", () => answer(job));
  job.request.addEventListener("error", () => stage(job.line, "failed"));
  job.request.addEventListener("loadend", () => { sending = false; next(); });
  stage(job.line, "sending");
  job.request.send(body);
}

function answer(job) {
  if (job.request.getResponseHeader("HX-Refresh")) return location.reload();
  const told = document.createElement("template");
  told.innerHTML = job.request.responseText;
  const line = told.content.querySelector("tr[data-outcome]");
  if (!line) return stage(job.line, "failed");
  job.line.replaceWith(line);
  count();
  document.getElementById("my-uploads").dispatchEvent(new Event("uploaded", { bubbles: true }));
}

function take(files) {
  if (files.length > 0) add(files);
  picker.value = "";
}

camera.addEventListener("change", () => {
  add([...camera.files]);
  camera.value = "";
});
picker.addEventListener("change", () => take([...picker.files]));
form.addEventListener("submit", (event) => { event.preventDefault(); picker.click(); });
form.noValidate = true;
for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
for (const name of ["dragleave", "drop"]) {
  drop.addEventListener(name, () => drop.classList.remove("over"));
}
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  take([...event.dataTransfer.files]);
});
document.addEventListener("paste", (event) => take([...event.clipboardData.files]));
clear.addEventListener("click", () => {
  [...lines.children].forEach((line) => {
    if (!["waiting", "sending"].includes(line.dataset.outcome)) line.remove();
  });
  report.hidden = lines.children.length === 0;
  count();
});
form.querySelectorAll("[data-js]").forEach((part) => { part.hidden = false; });
