/** Shortcuts: silent while somebody types or answers a dialog; single letters can be switched off (WCAG 2.1.4). */
const STORE = "setia.letters";

export const lettersAreOn = () => localStorage.getItem(STORE) !== "off";

const isTyping = (element) =>
  element.closest?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=file])");

/** keys: {"j": act}; an act that returns false lets the key through. */
export function onKeys(keys) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const act = keys[event.key];
    if (!act || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key.length === 1 && !lettersAreOn()) return;
    if (act(event) !== false) event.preventDefault();
  });
}

/** In a text of many lines Enter begins the next one: with Ctrl or Command it presses the first button of the form. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches?.("[data-enter-asks]")) return;
  event.preventDefault();
  event.target.form.requestSubmit(event.target.form.querySelector("button:not([type=button])"));
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-keys-switch]")) localStorage.setItem(STORE, target.checked ? "on" : "off");
});
