/** The shared half of the palette and the comboboxes: which option is the chosen one. */
let serial = 0;

export const options = (list) => [...list.querySelectorAll("[role=option]")];
export const chosen = (list) => list.querySelector("[aria-selected=true]");

export function choose(list, input, option) {
  chosen(list)?.setAttribute("aria-selected", "false");
  if (!option) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  option.id ||= `option-${++serial}`;
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}

export function step(list, input, by) {
  const all = options(list);
  if (all.length) choose(list, input, all.at((all.indexOf(chosen(list)) + by) % all.length));
}

/** Ask for suggestions; a newer question makes an older answer void. Resolves to HTML, or null. */
export function asker() {
  let pending = null;
  return async (address, query) => {
    pending?.abort();
    pending = new AbortController();
    const url = new URL(address, location.href);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    try {
      const answer = await fetch(url, { signal: pending.signal, headers: { "HX-Request": "true" } });
      return answer.ok && !answer.redirected ? await answer.text() : null;
    } catch {
      return null;
    }
  };
}
