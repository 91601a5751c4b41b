/** The composer is drawn again after every change; what somebody is typing meanwhile stays as they typed it. */
let typing = null;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const field = document.activeElement;
  typing = null;
  if (detail.target?.id !== "compose" || !field?.id || !detail.target.contains(field) || !("value" in field)) return;
  typing = { id: field.id, value: field.value, first: field.defaultValue };
});

document.addEventListener("htmx:afterSettle", () => {
  const field = typing && document.getElementById(typing.id);
  if (!field) return;
  if (typing.value !== typing.first) field.value = typing.value;
  field.focus();
  field.select?.();
  typing = null;
});

document.addEventListener("focusin", ({ target }) => {
  if (target.closest?.(".line-form") && target.matches("input")) target.select();
});
