// Starts the modules that a page asks for: <div data-les-module="map"> loads modules/map.js.

const start = async (element) => {
  if (element.dataset.lesStarted) return;
  element.dataset.lesStarted = "true";
  const { default: run } = await modules[element.dataset.lesModule]();
  run(element);
};

const modules = {
  copy: () => import("./modules/copy.js"),
  autosave: () => import("./modules/autosave.js"),
  count: () => import("./modules/count.js"),
  cover: () => import("./modules/cover.js"),
  dialog: () => import("./modules/dialog.js"),
  map: () => import("./modules/map.js"),
  missed: () => import("./modules/missed.js"),
  placing: () => import("./modules/placing.js"),
  rating: () => import("./modules/rating.js"),
  small_map: () => import("./modules/small_map.js"),
  verify: () => import("./modules/verify.js"),
};

const startAll = (root) => root.querySelectorAll("[data-les-module]").forEach(start);

startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.target));

// A second click on a button that is already being answered asks for nothing new. After five seconds it may again:
// the answer may have been lost on the way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.lesSent) {
    event.preventDefault();
    return;
  }
  form.dataset.lesSent = "true";
  setTimeout(() => delete form.dataset.lesSent, 5000);
});
