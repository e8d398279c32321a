// Starts the modules that a page asks for: <div data-les-module="map"> loads modules/map.js.

const start = async (element) => {
  if (element.dataset.lesStarted) return;
  element.dataset.lesStarted = "true";
  const { default: run } = await modules[element.dataset.lesModule]();
  run(element);
};

const modules = {
  dialog: () => import("./modules/dialog.js"),
  map: () => import("./modules/map.js"),
  verify: () => import("./modules/verify.js"),
};

const startAll = (root) => root.querySelectorAll("[data-les-module]").forEach(start);

startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.target));
