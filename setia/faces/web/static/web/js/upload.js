/** Files: dropped on the marked area, not larger than allowed, and how much of them has arrived. */
import { announce, word } from "./words.js";

const zone = (event) => event.target.closest?.("[data-drop]");
let told = 0;

for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const area = zone(event);
    if (!area) return;
    event.preventDefault();
    area.classList.toggle("is-over", name === "dragenter" || name === "dragover");
    if (name !== "drop" || !event.dataTransfer.files.length) return;
    const input = area.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

document.addEventListener("change", ({ target }) => {
  if (target.type !== "file" || !target.dataset.limit) return;
  const large = [...target.files].some((file) => file.size > Number(target.dataset.limit));
  target.setCustomValidity(large ? target.dataset.tooLarge : "");
  if (large) target.reportValidity();
});

function bar(form) {
  const known = form.querySelector("progress[data-sent]");
  if (known) return known;
  const made = document.createElement("progress");
  made.dataset.sent = "";
  made.max = 100;
  made.setAttribute("aria-label", word("uploading", { n: 0 }));
  (form.querySelector(".form-actions") ?? form.lastElementChild).before(made);
  return made;
}

document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
  const form = target.closest?.("form[data-upload]");
  if (!form || !detail.lengthComputable) return;
  const percent = Math.round((100 * detail.loaded) / detail.total);
  if (percent < 100) bar(form).value = percent;
  else bar(form).removeAttribute("value");
  if (percent >= told + 25 || percent === 100) {
    told = percent === 100 ? 0 : percent;
    announce(word("uploading", { n: percent }));
  }
});
