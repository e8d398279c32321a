// The list beside the map: what it asks, which card belongs to which marker, and what htmx put in its place.

const PLACE = "[data-place]";

export function follow(root, { onJoin, onShow, onAnswer, onFail }) {
  const placeOf = (target) => Number(target.closest?.(`#results ${PLACE}`)?.dataset.place) || null;
  const cards = (place) => root.querySelectorAll(`#results [data-place="${place}"]`);

  for (const [name, out] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    root.addEventListener(name, ({ target }) => { const place = placeOf(target); if (place) onJoin(place); });
    root.addEventListener(out, ({ target }) => { if (placeOf(target)) onJoin(null); });
  }
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-show-place]");
    if (button) onShow(Number(button.dataset.showPlace));
  });

  const wake = () => root.querySelectorAll("[data-show-place], [data-near]").forEach((button) => { button.hidden = false; });
  const answered = () => {
    wake();
    // What had the focus is gone, a chip for instance: go on at the new count.
    if (document.activeElement === document.body) root.querySelector("#count").focus({ preventScroll: true });
    onAnswer();
  };
  document.body.addEventListener("htmx:afterSettle", ({ target }) => { if (target.id === "catalogue") answered(); });
  document.body.addEventListener("htmx:historyRestore", answered);
  for (const name of ["htmx:responseError", "htmx:sendError"]) document.body.addEventListener(name, onFail);
  wake();

  const only = (className, place) => {
    root.querySelectorAll(`#results .${className}`).forEach((card) => card.classList.remove(className));
    if (place) cards(place).forEach((card) => card.classList.add(className));
  };
  return {
    asked: () => root.querySelector("#results").dataset,
    query: () => root.querySelector("#results").dataset.query,
    count: () => root.querySelector("#count").textContent.replace(/\s+/g, " ").trim(),
    join: (place) => only("is-joined", place),
    mark(place) {
      root.querySelectorAll("#results [aria-current]").forEach((card) => card.removeAttribute("aria-current"));
      only("is-selected", place);
      if (place) cards(place).forEach((card) => card.setAttribute("aria-current", "true"));
    },
    reveal(place) {
      const card = cards(place)[0];
      card?.scrollIntoView({ block: "center" });
      card?.querySelector("a")?.focus({ preventScroll: true });
    },
  };
}
