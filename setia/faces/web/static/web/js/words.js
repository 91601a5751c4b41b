/** Translated texts: they arrive in the page, as data attributes, with {name} where a value goes. */
const words = document.getElementById("words");

export const fill = (text, values = {}) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export const word = (name, values) => fill(words?.dataset[name] ?? "", values);

/** Say something to people who use a screen reader. */
export function announce(text) {
  const voice = document.getElementById("announce");
  if (voice) voice.textContent = text;
}
