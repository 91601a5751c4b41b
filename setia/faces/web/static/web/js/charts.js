/** Charts: drawn from what stands in the page, without evaluating any code, and drawn again when their place changes. */
const drawn = new WeakMap();

async function draw(place) {
  const told = place.querySelector("template, script");
  const { spec, numbers } = JSON.parse((told.content ?? told).textContent);
  const target = document.createElement("div");
  target.className = "chart-drawing";
  target.ariaHidden = "true"; // its place says what it is, and its table says the same as it shows
  place.append(target);
  const options = {
    ast: true, renderer: "svg", actions: false, defaultStyle: false,
    formatLocale: numbers, loader: { target: "_self" }, tooltip: { disableDefaultStyle: true },
  };
  try {
    drawn.set(place, await window.vegaEmbed(target, spec, options));
    place.closest(".tile")?.querySelector("[data-beside]")?.removeAttribute("open");
  } catch (error) {
    target.remove();
    console.warn("A chart could not be drawn; its table says the same.", error);
  }
}

/** One after the other, those in sight first. */
const watching = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watching.unobserve(target);
    draw(target);
  }
}, { rootMargin: "300px" });

const watched = new WeakSet();

/** Also those of a part of the page that came later. */
function watch() {
  for (const place of document.querySelectorAll("[data-chart]")) {
    if (watched.has(place)) continue;
    watched.add(place);
    watching.observe(place);
  }
}

if (window.vegaEmbed) {
  watch();
  for (const event of ["htmx:load", "htmx:afterSettle"]) document.addEventListener(event, watch);
}
