/** Cards move between lanes: by pointer, by Shift and arrows, or through the move menu. A refusal puts them back. */
import { onKeys } from "./keys.js";
import { place } from "./place.js";
import { announce, fill } from "./words.js";

const START = 5;
const HOLD = 260;
const EDGE = 64;
let drag = null;

const laneOf = (element) => element?.closest?.("[data-lane]");
const lanes = (board) => [...board.querySelectorAll("[data-lane]")];
const cards = (lane) => [...lane.querySelectorAll(".card:not(.is-ghost)")];
const menu = () => document.getElementById("move-menu");

async function move(card, lane) {
  const from = laneOf(card);
  if (!lane || lane === from) return;
  const stood = card.nextSibling;
  const { id } = card;
  const title = card.querySelector(".card-title").textContent;
  let status = 0;
  const watch = ({ detail }) => {
    if (detail.requestConfig?.elt !== card) return;
    status = detail.xhr.status;
    if (status >= 400 && !detail.xhr.getResponseHeader("HX-Retarget")) detail.shouldSwap = false;
  };
  document.addEventListener("htmx:beforeSwap", watch);
  lane.querySelector(".lane-cards").prepend(card);
  card.focus({ preventScroll: true });
  card.setAttribute("aria-busy", "true");
  try {
    const values = { record: card.dataset.id, version: card.dataset.version };
    await window.htmx.ajax("POST", lane.dataset.url, { source: card, target: card, swap: "outerHTML", values });
  } catch { /* the notice was shown already */ }
  document.removeEventListener("htmx:beforeSwap", watch);
  const landed = status >= 200 && status < 300;
  if (!landed) from.querySelector(".lane-cards").insertBefore(card, stood);
  card.removeAttribute("aria-busy");
  const { moved, refused } = menu().dataset;
  announce(fill(landed ? moved : refused, { card: title, lane: (landed ? lane : from).dataset.name }));
  if (!document.querySelector("dialog[open]")) document.getElementById(id)?.focus();
}

/* by pointer */

function lift(event) {
  const { card } = drag;
  const box = card.getBoundingClientRect();
  const ghost = card.cloneNode(true);
  ghost.removeAttribute("id");
  ghost.classList.add("is-ghost");
  ghost.style.width = `${box.width}px`;
  document.body.append(ghost);
  card.classList.add("is-away");
  document.documentElement.classList.add("is-dragging");
  Object.assign(drag, { live: true, ghost, dx: drag.x - box.left, dy: drag.y - box.top });
  card.setPointerCapture?.(event.pointerId);
  follow(event);
  scrollAtEdges();
}

function follow({ clientX, clientY }) {
  Object.assign(drag, { x: clientX, y: clientY });
  drag.ghost.style.transform = `translate(${clientX - drag.dx}px, ${clientY - drag.dy}px)`;
  const over = laneOf(document.elementFromPoint(clientX, clientY));
  if (over === drag.over) return;
  drag.over?.classList.remove("is-over");
  over?.classList.add("is-over");
  drag.over = over;
}

function scrollAtEdges() {
  if (!drag?.live) return;
  const near = (at, low, high) => (at < low + EDGE ? at - low - EDGE : at > high - EDGE ? at - high + EDGE : 0) / 4;
  const wide = drag.board.getBoundingClientRect();
  drag.board.scrollLeft += near(drag.x, wide.left, wide.right);
  const stack = drag.over?.querySelector(".lane-cards");
  if (stack) {
    const tall = stack.getBoundingClientRect();
    stack.scrollTop += near(drag.y, tall.top, tall.bottom);
  }
  requestAnimationFrame(scrollAtEdges);
}

/** The click that ends a drag opens nothing. */
function swallowClick() {
  const over = new AbortController();
  const swallow = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("click", swallow, { capture: true, signal: over.signal });
  setTimeout(() => over.abort(), 50);
}

function drop(lands) {
  if (!drag) return;
  const { card, over, live, ghost, timer } = drag;
  clearTimeout(timer);
  drag = null;
  if (!live) return;
  ghost.remove();
  card.classList.remove("is-away");
  over?.classList.remove("is-over");
  document.documentElement.classList.remove("is-dragging");
  swallowClick();
  if (lands && over) move(card, over);
}

document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest?.("[data-board] .card");
  if (!card || event.button !== 0 || event.target.closest(".btn")) return;
  drag = { card, board: card.closest("[data-board]"), x: event.clientX, y: event.clientY };
  if (event.pointerType === "touch") drag.timer = setTimeout(lift, HOLD, event);
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (drag.live) return follow(event);
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > START;
  if (!far) return;
  if (drag.timer) drop(false);
  else lift(event);
});

document.addEventListener("pointerup", () => drop(true));
document.addEventListener("pointercancel", () => drop(false));
document.addEventListener("touchmove", (event) => { if (drag?.live) event.preventDefault(); }, { passive: false });
document.addEventListener("contextmenu", (event) => { if (drag?.live) event.preventDefault(); });
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("[data-board]")) event.preventDefault(); });

/* by keyboard */

const focused = () => document.activeElement?.closest?.("[data-board] .card");

function openMenu(card) {
  const popover = menu();
  const button = card.querySelector("[data-move-menu]") ?? card;
  popover.dataset.card = card.id;
  popover.showPopover({ source: button });
  if (!CSS.supports("position-area", "block-end")) place(popover, button);
  const here = laneOf(card).dataset.lane;
  for (const item of popover.querySelectorAll("[data-to]")) item.disabled = item.dataset.to === here;
  popover.querySelector("[data-to]:enabled")?.focus();
}

function sideways(card, by) {
  const all = lanes(card.closest("[data-board]"));
  const row = cards(laneOf(card)).indexOf(card);
  for (let at = all.indexOf(laneOf(card)) + by; all[at]; at += by) {
    const there = cards(all[at]);
    if (there.length) return there[Math.min(row, there.length - 1)];
  }
  return null;
}

const withCard = (act) => (event) => {
  if (event.key === "Escape" && drag?.live) return drop(false);
  const card = focused();
  return card ? act(card, event) : false;
};

const along = (by) => withCard((card) => {
  const all = cards(laneOf(card));
  all[all.indexOf(card) + by]?.focus();
});

const across = (by) => withCard((card, event) => {
  const all = lanes(card.closest("[data-board]"));
  if (event.shiftKey) move(card, all[all.indexOf(laneOf(card)) + by]);
  else sideways(card, by)?.focus();
});

onKeys({
  ArrowDown: along(1),
  ArrowUp: along(-1),
  ArrowLeft: across(-1),
  ArrowRight: across(1),
  m: withCard(openMenu),
  Enter: withCard((card, event) => (event.target === card ? card.querySelector(".card-title").click() : false)),
  Escape: withCard(() => false),
  j: () => {
    const first = document.querySelector("[data-board] .card");
    return first && !focused() ? first.focus() : false;
  },
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-move-menu]");
  const target = event.target.closest?.("#move-menu [data-to]");
  if (opener) {
    event.preventDefault();
    openMenu(opener.closest(".card"));
  } else if (target) {
    const card = document.getElementById(menu().dataset.card);
    menu().hidePopover();
    move(card, card.closest("[data-board]").querySelector(`[data-lane="${target.dataset.to}"]`));
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag?.live) drop(false);
  if (event.target.closest?.("#move-menu") && /^[1-9]$/.test(event.key)) {
    menu().querySelectorAll("[data-to]")[event.key - 1]?.click();
  }
});
