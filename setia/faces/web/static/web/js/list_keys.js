/** Lists without the mouse: j k move, x select, a all, Enter open, e edit, / search, ? help, and data-key anywhere. */
import { startEditing } from "./inline_edit.js";
import { onKeys } from "./keys.js";

const rows = () => [...document.querySelectorAll("[data-list] tbody tr[data-id]")];
const current = () => document.activeElement?.closest?.("[data-list] tbody tr[data-id]");
let lastId = null;

function go(by) {
  const all = rows();
  if (!all.length) return false;
  const from = current() ?? all.find((row) => row.id === lastId);
  const next = from ? all[all.indexOf(from) + by] : all[0];
  if (!next) return true;
  next.tabIndex = -1;
  next.focus();
  lastId = next.id;
  return true;
}

const inRow = (act) => (event) => {
  const row = current();
  return row ? act(row, event) : false;
};

const press = (selector) => {
  const target = [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
  target?.click();
  return Boolean(target);
};

/** Arrow keys only once a row itself has the focus: elsewhere they scroll. */
const arrow = (by) => (event) => (event.target.matches("tr") ? go(by) : false);

onKeys({
  j: () => go(1),
  k: () => go(-1),
  ArrowDown: arrow(1),
  ArrowUp: arrow(-1),
  x: inRow((row) => row.querySelector(".pick input")?.click()),
  a: () => press("[data-select-all]"),
  e: inRow((row) => {
    const cell = row.querySelector("td.edit");
    if (cell) startEditing(cell);
  }),
  Enter: inRow((row, event) => (event.target === row ? row.querySelector(".title a")?.click() : false)),
  Escape: () => (document.querySelector(".list .pick input[name]:checked") ? press("[data-select-none]") : false),
  "/": () => {
    const field = document.querySelector("[data-list-search]") ?? document.querySelector("[data-open-palette]");
    field?.focus();
    return Boolean(field);
  },
  "?": () => press("[data-help]"),
  c: () => press('[data-key="c"]'),
  f: () => press('[data-key="f"]'),
  n: () => press('[data-key="n"]'),
  t: () => press('[data-key="t"]'),
  "[": () => press('[data-key="["]'),
  "]": () => press('[data-key="]"]'),
});

/** A refreshed list keeps its place. */
document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement !== document.body || !lastId) return;
  const row = document.getElementById(lastId);
  if (row) {
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
  }
});
