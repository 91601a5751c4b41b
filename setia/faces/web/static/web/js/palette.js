/** Ctrl/⌘ K: find any record, run any verb. */
import { asker, choose, chosen, options, step } from "./listbox.js";
import { announce, word } from "./words.js";

const palette = document.getElementById("palette");
const field = palette.querySelector("input");
const list = document.getElementById("palette-list");
const request = asker();
const WAIT = 80;
let timer;

async function find() {
  const record = document.querySelector("[data-record]")?.dataset.record;
  const html = await request(palette.dataset.url, { q: field.value, on: record });
  if (html === null || !palette.open) return;
  list.innerHTML = html;
  choose(list, field, options(list)[0]);
  announce(word("found", { n: options(list).length }));
}

function open(text = "") {
  if (palette.open) return;
  field.value = text;
  list.replaceChildren();
  palette.showModal();
  find();
}

function run(option, apart) {
  if (!option) return;
  if (apart) window.open(option.href, "_blank", "noopener");
  else if (option.dataset.into) {
    palette.close();
    window.htmx.ajax("GET", option.href, { target: option.dataset.into, swap: "innerHTML" });
  } else location.assign(option.href);
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (palette.open) palette.close();
    else if (!document.querySelector("dialog[open]")) open();
  }
});

document.addEventListener("pointerdown", (event) => {
  if (!event.target.matches?.("[data-open-palette]")) return;
  event.preventDefault();
  open(event.target.value);
});

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-open-palette]")) return;
  open(target.value);
  target.value = "";
});

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(find, WAIT);
});

field.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) step(list, field, by);
  else if (event.key === "Enter") run(chosen(list), event.ctrlKey || event.metaKey);
  else return;
  event.preventDefault();
});

list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  run(option);
});

palette.addEventListener("pointerdown", (event) => {
  if (event.target === palette) palette.close();
});

if (/Mac|iPhone|iPad/.test(navigator.platform)) {
  for (const key of document.querySelectorAll("[data-command-key]")) key.textContent = "⌘ K";
}
