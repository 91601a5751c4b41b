/** Helpers of the filter bar: start a new condition, narrow a long list of fields, put columns in order. */

/** The search box survives a new list, so that nothing typed is lost; unless the new list means another search. */
document.addEventListener("htmx:afterSettle", () => {
  const field = document.getElementById("list-search");
  const value = field?.form.dataset.value;
  if (field && field !== document.activeElement) field.value = value;
});

document.addEventListener("click", (event) => {
  const { target } = event;
  if (target.closest?.("[data-new-filter]")) {
    const editor = document.getElementById("filter-editor");
    editor.replaceChildren(document.getElementById("filter-fields").content.cloneNode(true));
    window.htmx.process(editor);
  }
  const mover = target.closest?.("[data-move]");
  if (mover) {
    event.preventDefault();
    const row = mover.closest("li");
    if (mover.dataset.move === "up") row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    mover.focus();
  }
});

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-narrow]")) return;
  const wanted = target.value.trim().toLowerCase();
  for (const row of target.closest(".menu").querySelectorAll("li")) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-narrow]")) return;
  event.preventDefault();
  event.target.closest(".menu").querySelector("li:not([hidden]) button")?.click();
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "filter-editor") {
    const fields = [...detail.target.querySelectorAll("input:not([type=hidden]), select, textarea")];
    (fields[1] ?? fields[0])?.focus();
  }
});
