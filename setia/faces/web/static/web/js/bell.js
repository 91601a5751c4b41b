/** The bell of a page that stands open: asked for again when one comes back to it, and every minute while one looks. */
const MINUTE = 60_000;

async function ring() {
  const bell = document.querySelector(".top-bell");
  if (!bell || document.hidden || document.activeElement === bell) return;
  const answer = await fetch(bell.dataset.bell, { headers: { "HX-Request": "true" } }).catch(() => null);
  // Without an answer the old count stays: the page says by itself when the server cannot be reached.
  if (answer?.ok) bell.outerHTML = await answer.text();
}

setInterval(ring, MINUTE);
document.addEventListener("visibilitychange", ring);
