/** Native popovers as menus: arrow keys inside, and a place beside the button in browsers without anchors. */
import { place } from "./place.js";

const hasAnchors = CSS.supports("position-area", "block-end");
const items = (menu) => [...menu.querySelectorAll("a, button, input, select")].filter((item) => item.checkVisibility());

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu[popover]") || event.newState !== "open") return;
  if (!hasAnchors) {
    const button = event.source ?? document.querySelector(`[popovertarget="${menu.id}"]`);
    if (button) place(menu, button, { end: menu.classList.contains("is-end") });
  }
  menu.querySelector("[data-narrow]")?.focus();
}, true);

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.defaultPrevented) return;
  const button = event.target.closest?.("[popovertarget]");
  const menu = event.target.closest?.(".menu") ?? (button && document.getElementById(button.getAttribute("popovertarget")));
  if (!menu?.matches(".menu:popover-open") || event.target.matches("select, textarea, input:not([data-narrow], [type=checkbox])")) return;
  const all = items(menu);
  const next = all[(all.indexOf(event.target) + step + all.length) % all.length] ?? all[0];
  event.preventDefault();
  next?.focus();
});

/** A menu's own links that load a part of the page close it; the part may be anywhere. */
document.addEventListener("htmx:beforeRequest", ({ target }) => {
  const menu = target.closest?.(".menu");
  if (menu && target.matches("a.menu-item")) menu.hidePopover?.();
});
