/** What is typed into form[data-draft] is kept in this tab until the server has taken it. */
import { toast } from "./toasts.js";
import { word } from "./words.js";

const PREFIX = "setia.draft.";
const SENT = "setia.sent";

const keyOf = (form) => PREFIX + form.dataset.draft;
const fields = (form) => [...form.elements].filter((field) =>
  field.name && field.name !== "csrfmiddlewaretoken" && field.name !== "version" && !/password|file|submit|button/.test(field.type));

function keep(form) {
  const values = fields(form).map((field) =>
    (/checkbox|radio/.test(field.type) ? field.checked : field.value));
  sessionStorage.setItem(keyOf(form), JSON.stringify(values));
}

function putBack(form) {
  const saved = sessionStorage.getItem(keyOf(form));
  if (!saved || "refused" in form.dataset) return;
  const values = JSON.parse(saved);
  const all = fields(form);
  if (values.length !== all.length) return sessionStorage.removeItem(keyOf(form));
  let differs = false;
  all.forEach((field, at) => {
    const part = /checkbox|radio/.test(field.type) ? "checked" : "value";
    differs ||= field[part] !== values[at];
    field[part] = values[at];
  });
  if (differs) toast({ text: word("restored"), tone: "info" });
}

const forget = (form) => sessionStorage.removeItem(keyOf(form));

function look(root) {
  for (const form of root.querySelectorAll("form[data-draft]")) putBack(form);
}

document.addEventListener("input", ({ target }) => {
  const form = target.form ?? target.closest?.("form");
  if (form?.dataset.draft) keep(form);
});
document.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (target.dataset.draft && !defaultPrevented && !target.hasAttribute("hx-post")) sessionStorage.setItem(SENT, keyOf(target));
});
document.addEventListener("reset", ({ target }) => target.dataset.draft && forget(target));
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt;
  const taken = detail.xhr.status >= 200 && detail.xhr.status < 300;
  if (form?.dataset?.draft && form.matches("form") && taken) forget(form);
});
document.addEventListener("htmx:afterSettle", ({ detail }) => look(detail.elt));

/** A page that arrives after a plain form was sent is the server's word that it was taken, unless it refused. */
const sent = sessionStorage.getItem(SENT);
if (sent) {
  const refused = document.querySelector("form[data-draft][data-refused]");
  if (!refused || keyOf(refused) !== sent) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
}
look(document);
