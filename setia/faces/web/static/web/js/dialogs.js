/** The dialog that verbs, forms and comparisons open in: filled by htmx, guarded, gives the focus back. */
import { word } from "./words.js";

const host = document.getElementById("dialog-host");
const inside = document.getElementById("dialog");
const question = document.getElementById("ask");
let typed = false;
let opener = null;

/** Ask yes or no; resolves to true for yes. */
export function ask(text) {
  question.querySelector("#ask-text").textContent = text;
  question.returnValue = "no";
  question.showModal();
  return new Promise((answer) => {
    question.addEventListener("close", () => answer(question.returnValue === "yes"), { once: true });
  });
}

/** The element to come back to: a menu that has closed is left to its button. */
function lasting(element) {
  const menu = element?.closest?.("[popover]");
  return (menu && document.querySelector(`[popovertarget="${menu.id}"]`)) || element;
}

function focusFirst() {
  const first = inside.querySelector("[aria-invalid=true], [autofocus]")
    ?? inside.querySelector(".dialog-body :is(input, textarea)[required][value='']")
    ?? inside.querySelector(".dialog-body :is(input:not([type=hidden], [type=radio]:not(:checked)), select, textarea)")
    ?? inside.querySelector("[type=submit], [data-close]");
  first?.focus();
}

export function show() {
  if (!host.open) {
    opener = lasting(document.activeElement);
    typed = false;
    host.showModal();
  }
  focusFirst();
}

export function showTemplate(template) {
  inside.replaceChildren(template.content.cloneNode(true));
  show();
}

function close() {
  typed = false;
  host.close();
}

async function tryToClose() {
  const guarded = typed && inside.querySelector("[data-guard]");
  if (!guarded || (await ask(word("unsaved")))) close();
}

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target !== inside) return;
  if (inside.childElementCount) show();
  else if (host.open) close();
});

document.body.addEventListener("dialog-close", close);
host.addEventListener("input", () => { typed = true; });
host.addEventListener("cancel", (event) => {
  if (event.target !== host) return;
  event.preventDefault();
  tryToClose();
});
host.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) {
    event.preventDefault();
    tryToClose();
  }
});
host.addEventListener("pointerdown", (event) => {
  const box = host.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  const isOutside = x < box.left || x > box.right || y < box.top || y > box.bottom;
  if (event.target === host && isOutside) tryToClose();
});
host.addEventListener("close", () => {
  inside.replaceChildren();
  const row = opener?.closest?.("[id]")?.id;
  (opener?.isConnected ? opener : row && document.getElementById(row))?.focus?.();
});

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  ask(event.detail.question).then((yes) => yes && event.detail.issueRequest(true));
});

document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-help]")) showTemplate(document.getElementById("keyboard-help"));
});
