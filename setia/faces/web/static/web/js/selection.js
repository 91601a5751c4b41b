/** Ticked rows: ranges with Shift, all on the page, and all that match beyond it. */
import { fill } from "./words.js";

let last = null;

const boxes = (list) => [...list.querySelectorAll("tbody .pick input")];

function show(list) {
  const all = boxes(list);
  const ticked = all.filter((box) => box.checked).length;
  const master = list.querySelector("[data-select-all]");
  const bulk = list.querySelector(".bulk");
  if (master) {
    master.checked = ticked > 0 && ticked === all.length;
    master.indeterminate = ticked > 0 && ticked < all.length;
  }
  if (!bulk) return;
  const everything = bulk.querySelector("[data-all]");
  if (ticked < all.length) everything.value = "";
  const count = bulk.querySelector("[data-count]");
  const { one, many, allText } = count.dataset;
  count.textContent = everything.value ? allText : fill(ticked === 1 ? one : many, { n: ticked });
  const more = bulk.querySelector("[data-take-all]");
  if (more) more.hidden = ticked < all.length || Boolean(everything.value);
}

function tick(list, on, among = boxes(list)) {
  for (const box of among) box.checked = on;
  show(list);
}

document.addEventListener("click", ({ target, shiftKey }) => {
  const list = target.closest?.(".list");
  if (!list) return;
  if (target.matches("tbody .pick input")) {
    const all = boxes(list);
    const [from, to] = [all.indexOf(last), all.indexOf(target)].sort((a, b) => a - b);
    if (shiftKey && from >= 0) tick(list, target.checked, all.slice(from, to + 1));
    last = target;
  } else if (target.closest("[data-select-none]")) tick(list, false);
  else if (target.closest("[data-take-all]")) {
    list.querySelector("[data-all]").value = "1";
    show(list);
    list.querySelector(".bulk [type=submit]")?.focus();
  }
});

document.addEventListener("change", ({ target }) => {
  const list = target.closest(".list");
  if (!list) return;
  if (target.matches("[data-select-all]")) tick(list, target.checked);
  else if (target.matches("tbody .pick input")) show(list);
});
