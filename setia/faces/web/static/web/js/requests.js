/** What every htmx request needs: the forgery token, a sign that it runs, and plain words when it fails. */
import { toast } from "./toasts.js";
import { word } from "./words.js";

const busy = document.getElementById("busy");
const token = document.querySelector("meta[name=csrf-token]")?.content;
const running = new Set();

const isPolling = (element) => element?.getAttribute?.("hx-trigger")?.startsWith("every");

function show() {
  busy.classList.toggle("is-on", running.size > 0);
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get") detail.headers["X-CSRFToken"] = token;
});

document.addEventListener("htmx:beforeSend", ({ detail }) => {
  if (!isPolling(detail.elt)) running.add(detail.xhr);
  show();
});

for (const end of ["htmx:afterOnLoad", "htmx:onLoadError", "htmx:sendError", "htmx:sendAbort", "htmx:timeout"]) {
  document.addEventListener(end, ({ detail }) => {
    running.delete(detail.xhr);
    show();
  });
}

/** The server's own words when it sent a problem document, otherwise ours. */
function reason(xhr) {
  if (xhr.getResponseHeader("Content-Type")?.includes("json")) {
    try {
      const problem = JSON.parse(xhr.responseText);
      if (problem.detail || problem.title) return problem.detail || problem.title;
    } catch { /* not a problem document after all */ }
  }
  const known = { 401: "signedOut", 403: "forbidden", 404: "missing" };
  return word(known[xhr.status] ?? "failed");
}

document.addEventListener("htmx:responseError", ({ detail }) => {
  running.delete(detail.xhr);
  show();
  if (!detail.xhr.getResponseHeader("HX-Trigger")?.includes("toast")) toast({ text: reason(detail.xhr), tone: "bad" });
});

for (const lost of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(lost, () => toast({ text: word("offline"), tone: "bad" }));
}
