/** Choosing one of many records: suggestions while typing, after the ARIA combobox pattern. */
import { asker, choose, chosen, options, step } from "./listbox.js";
import { place } from "./place.js";

const WAIT = 110;
const askers = new WeakMap();
const timers = new WeakMap();

const parts = (element) => {
  const combo = element.closest?.("[data-combo]");
  return combo && {
    combo,
    input: combo.querySelector("[role=combobox]"),
    hidden: combo.querySelector("input[type=hidden]"),
    list: combo.querySelector("[role=listbox]"),
  };
};

const isOpen = ({ list }) => list.matches(":popover-open");

function close({ input, list }) {
  if (list.matches(":popover-open")) list.hidePopover();
  // htmx copies attributes between versions of an element; the CSP would refuse this one. Asked for first, or Chromium
  // leaves an empty one behind, as it has not written down yet what was set.
  if (list.hasAttribute("style")) list.removeAttribute("style");
  input.setAttribute("aria-expanded", "false");
  choose(list, input, null);
}

async function suggest(of, query) {
  if (!askers.has(of.combo)) askers.set(of.combo, asker());
  const html = await askers.get(of.combo)(of.combo.dataset.combo, { q: query });
  if (html === null || document.activeElement !== of.input) return;
  of.list.innerHTML = html;
  of.list.showPopover();
  place(of.list, of.input, { fit: true });
  of.input.setAttribute("aria-expanded", "true");
  choose(of.list, of.input, query ? options(of.list)[0] : null);
}

function pick(of, option) {
  of.input.value = option.dataset.label;
  of.hidden.value = option.dataset.value;
  close(of);
  of.hidden.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("input", ({ target }) => {
  const of = target.matches?.("[role=combobox]") && parts(target);
  if (!of) return;
  of.hidden.value = "";
  clearTimeout(timers.get(of.combo));
  timers.set(of.combo, setTimeout(suggest, WAIT, of, target.value));
});

document.addEventListener("keydown", (event) => {
  const of = event.target.matches?.("[role=combobox]") && parts(event.target);
  if (!of) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) {
    if (isOpen(of)) step(of.list, of.input, by);
    else suggest(of, "");
  } else if (event.key === "Enter" && isOpen(of) && chosen(of.list)) pick(of, chosen(of.list));
  else if (event.key === "Escape" && isOpen(of)) close(of);
  else {
    if (event.key === "Tab" && isOpen(of) && chosen(of.list)) pick(of, chosen(of.list));
    return;
  }
  event.preventDefault();
}, true);

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("[data-combo] [role=option]");
  if (option) {
    event.preventDefault();
    pick(parts(option), option);
  }
});

document.addEventListener("click", ({ target }) => {
  const of = target.matches?.("[role=combobox]") && parts(target);
  if (of && !isOpen(of)) suggest(of, "");
});

document.addEventListener("focusout", ({ target }) => {
  const of = target.matches?.("[role=combobox]") && parts(target);
  if (of) close(of);
});
