/** A cell or a fact becomes its form and, once saved, itself again. Escape restores; a failure keeps what was typed. */
const kept = new WeakMap();
const nextAfter = new WeakMap();

const cellOf = (element) => element.closest?.(".edit");
const form = (cell) => cell.querySelector("[data-cell-form]");

function address(cell) {
  const holder = cell.closest("[data-edit]");
  const field = cell.dataset.field
    ?? cell.closest("table")?.tHead.rows[0].cells[cell.cellIndex].dataset.field;
  return holder && field ? holder.dataset.edit + field : null;
}

export function startEditing(cell) {
  const url = address(cell);
  if (!url || kept.has(cell)) return;
  kept.set(cell, [...cell.childNodes]);
  window.htmx.ajax("GET", url, { source: cell, target: cell, swap: "innerHTML" }).catch(() => kept.delete(cell));
}

function focusBack(cell) {
  const row = cell.closest("tr");
  if (row) {
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
  } else cell.parentElement?.querySelector("[data-edit-fact]")?.focus();
}

function stop(cell) {
  cell.classList.remove("is-editing");
  kept.delete(cell);
}

function restore(cell) {
  const before = kept.get(cell);
  stop(cell);
  if (before) cell.replaceChildren(...before);
}

const values = (of) => JSON.stringify([...new FormData(of)].filter(([, value]) => typeof value === "string"));

function neighbour(cell, by) {
  const all = [...cell.closest("tr, dl").querySelectorAll(".edit")];
  return all[all.indexOf(cell) + by];
}

function leave(cell, next) {
  const open = form(cell);
  if (!open) return;
  if (values(open) === open.dataset.first) {
    restore(cell);
    if (next) startEditing(next);
  } else {
    if (next) nextAfter.set(cell, next);
    open.requestSubmit();
  }
}

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const cell = detail.target;
  if (!cell.classList?.contains("edit")) return;
  const open = form(cell);
  if (open) {
    cell.classList.add("is-editing");
    open.dataset.first ??= detail.xhr.status === 200 ? values(open) : "";
    const field = open.querySelector("input:not([type=hidden]), select, textarea");
    field?.focus();
    field?.select?.();
    return;
  }
  cell.classList.toggle("none", !cell.textContent.trim());
  stop(cell);
  const next = nextAfter.get(cell);
  nextAfter.delete(cell);
  if (next?.isConnected) startEditing(next);
  else if (document.activeElement === document.body) focusBack(cell);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-edit-fact]");
  if (button) {
    event.preventDefault();
    startEditing(button.closest(".fact").querySelector(".edit"));
    return;
  }
  const cell = event.target.closest?.("td.edit");
  if (!cell || event.target.closest("a, button, input, select, textarea, label, form")) return;
  if (getSelection().isCollapsed) startEditing(cell);
});

document.addEventListener("keydown", (event) => {
  const open = event.target.closest?.("[data-cell-form]");
  if (!open || event.defaultPrevented) return;
  const cell = cellOf(open);
  if (event.key === "Escape") {
    event.preventDefault();
    restore(cell);
    focusBack(cell);
  } else if (event.key === "Tab" && isLastField(open, event)) {
    const next = neighbour(cell, event.shiftKey ? -1 : 1);
    if (next) event.preventDefault();
    leave(cell, next);
  } else if (event.key === "Enter" && !event.target.matches("textarea")) {
    event.preventDefault();
    leave(cell);
    if (!form(cell)) focusBack(cell);
  }
});

/** Tab walks through an amount and its currency before it leaves the cell. */
function isLastField(open, { target, shiftKey }) {
  const fields = [...open.querySelectorAll("input:not([type=hidden]), select, textarea")];
  return target === (shiftKey ? fields[0] : fields.at(-1));
}

document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const open = target.closest?.("[data-cell-form]");
  if (!open || open.contains(relatedTarget) || !document.hasFocus()) return;
  setTimeout(() => {
    if (open.isConnected && !open.contains(document.activeElement) && !open.matches(".htmx-request")) leave(cellOf(open));
  });
});
