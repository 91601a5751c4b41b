/** Notices in the corner, from the event `toast` {text, tone, undo, undo_label}; errors stay until closed. */
const notices = document.getElementById("notices");
const list = document.getElementById("toasts");
const SECONDS = { plain: 6, undo: 12 };

const leave = (item) => item.remove();

function wait(item) {
  if (item.classList.contains("is-bad")) return;
  const seconds = item.querySelector("[data-undo]") ? SECONDS.undo : SECONDS.plain;
  let timer = setTimeout(leave, seconds * 1000, item);
  const hold = () => clearTimeout(timer);
  const go = () => { timer = setTimeout(leave, 3000, item); };
  item.addEventListener("pointerenter", hold);
  item.addEventListener("focusin", hold);
  item.addEventListener("pointerleave", go);
  item.addEventListener("focusout", go);
}

/** While a dialog is open everything else is out of reach, so the notices move into it. */
function moveToFront() {
  const dialog = document.querySelector("dialog:modal");
  (dialog ?? document.body).append(notices);
  dialog?.addEventListener("close", () => document.body.append(notices), { once: true });
}

export function toast({ text, tone = "ok", undo = "", undo_label: label = "" }) {
  const item = document.getElementById("toast-shape").content.firstElementChild.cloneNode(true);
  item.className = `toast is-${tone}`;
  item.querySelector("p").textContent = text;
  const icon = document.getElementById(`toast-icon-${tone}`);
  if (icon) item.querySelector("svg").replaceWith(icon.content.cloneNode(true));
  const button = item.querySelector("[data-undo]");
  if (undo) {
    button.dataset.undo = undo;
    if (label) button.textContent = label;
  } else button.remove();
  if (notices.parentElement === document.body) moveToFront();
  list.append(item);
  while (list.children.length > 4) list.firstElementChild.remove();
  wait(item);
}

document.body.addEventListener("toast", (event) => toast(event.detail));

list.addEventListener("click", async ({ target }) => {
  const item = target.closest(".toast");
  const undo = target.closest("[data-undo]");
  if (undo) {
    undo.disabled = true;
    try {
      await window.htmx.ajax("POST", undo.dataset.undo, { source: undo, target: undo, swap: "none" });
    } finally {
      leave(item);
    }
  } else if (target.closest("[data-close-toast]")) leave(item);
});

for (const item of list.children) wait(item);

list.addEventListener("keydown", (event) => {
  if (event.key === "Escape") leave(event.target.closest(".toast"));
});
