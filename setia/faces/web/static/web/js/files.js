/** Files at a record: sent one after the other as soon as they are chosen or dropped, each with its progress. */
import { toast } from "./toasts.js";
import { announce, word } from "./words.js";

function line(form, name) {
  const item = document.createElement("li");
  const label = document.createElement("span");
  const bar = document.createElement("progress");
  label.textContent = name;
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  item.append(label, bar);
  form.querySelector("[data-uploads]").append(item);
  return item;
}

/** The server's own words, which it sends as a notice. */
function said(xhr) {
  try {
    return JSON.parse(xhr.getResponseHeader("HX-Trigger") ?? "{}").toast ?? null;
  } catch {
    return null;
  }
}

function send(form, file) {
  const item = line(form, file.name);
  const bar = item.querySelector("progress");
  return new Promise((done) => {
    const xhr = new XMLHttpRequest();
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("file", file);
    xhr.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = (100 * loaded) / total; });
    xhr.addEventListener("loadend", () => {
      const notice = said(xhr);
      if (xhr.status >= 200 && xhr.status < 300) {
        item.remove();
        if (notice) toast(notice);
      } else {
        bar.remove();
        item.className = "error";
        item.firstChild.textContent = `${file.name}: ${notice?.text ?? word(xhr.status ? "failed" : "offline")}`;
      }
      done();
    });
    xhr.open("POST", form.dataset.files);
    xhr.setRequestHeader("HX-Request", "true");
    xhr.send(body);
  });
}

document.addEventListener("change", async ({ target }) => {
  const form = target.closest?.("form[data-files]");
  if (!form || target.type !== "file" || !target.files.length) return;
  const most = Number(target.dataset.limit);
  const chosen = [...target.files];
  form.querySelector("[data-uploads]").replaceChildren();
  for (const file of chosen) {
    if (file.size <= most) {
      announce(word("uploading", { n: 0 }));
      await send(form, file);
    } else {
      const item = line(form, file.name);
      item.querySelector("progress").remove();
      item.className = "error";
      item.firstChild.textContent = `${file.name}: ${target.dataset.tooLarge}`;
    }
  }
  form.reset();
  target.setCustomValidity("");
  await window.htmx.ajax("GET", form.dataset.files, { target: "#files-list", swap: "outerHTML" });
});
