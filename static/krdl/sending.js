// What is sent beside htmx: decisions that go on in the background, and what follows from them.

const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const words = (template) => document.getElementById(template).content.textContent;

// Sends a form's data; returns the answer's text, or throws an Error whose message a person reads.
export async function post(url, data = new FormData()) {
  let answer, text;
  try {
    answer = await fetch(url, {
      method: "POST", body: data, redirect: "manual",
      headers: { "HX-Request": "true", "X-CSRFToken": token() },
    });
    text = await answer.text();
  } catch {
    throw new Error(words("say-no-answer"));
  }
  if (answer.type === "opaqueredirect" || answer.headers.has("HX-Refresh")) throw new Error(words("say-signed-out"));
  if (!answer.ok) throw new Error(sentence(text) || words("say-no-answer"));
  return text;
}

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
const sentence = (text) => parsed(text).querySelector("#messages .banner > span")?.textContent.trim();

// Puts the parts of an answer in their places, known by their ids.
export function place(text) {
  for (const part of parsed(text).querySelectorAll("[id][hx-swap-oob]")) {
    part.removeAttribute("hx-swap-oob");
    const old = document.getElementById(part.id);
    old?.replaceWith(part);
  }
}

// Decisions under way or refused. A refused one stays on the page with the way back to its record.
const underWay = new Set();
export const settled = () => Promise.allSettled([...underWay]);

export function decide({ url, data, title, page }) {
  const sent = post(url, data).then(confirm, (error) => tell(error, { url, data, title, page }));
  underWay.add(sent);
  sent.finally(() => underWay.delete(sent));
  return sent;
}

// In the bar, where nothing moves when it comes.
function confirm(text) {
  document.getElementById("saved").textContent = sentence(text) ?? "";
}

function tell(error, decision) {
  const line = document.getElementById("say-unfinished").content.firstElementChild.cloneNode(true);
  line.querySelector("b").textContent = decision.title;
  line.querySelector("[data-why]").textContent = error.message;
  line.querySelector("a").href = decision.page;
  line.querySelector("[data-again]").addEventListener("click", () => {
    line.remove();
    decide(decision);
  });
  document.getElementById("unfinished").append(line);
}

window.addEventListener("beforeunload", (event) => {
  if (underWay.size) event.preventDefault();
});
