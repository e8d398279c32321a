// What a visitor asks of the map itself: where am I, only what I see, the whole region, streets.

const COARSE = 3; // decimals of a degree: about a hundred metres, nobody needs to know more

export function startTools(root, { map, say, onWhole }) {
  const tools = root.querySelector("[data-tools]");
  tools.querySelector("[data-whole]").addEventListener("click", onWhole);
  tools.querySelector("[data-here]").addEventListener("click", () => ask(root, { bbox: boxOf(map), near: null, radius: null }));
  tools.querySelector("[data-streets]")?.addEventListener("click", ({ currentTarget }) => toggleStreets(root, map, currentTarget));
  root.addEventListener("click", ({ target }) => { if (target.closest("[data-near]")) askNear(root, say); });
  // Rows that scroll sideways: a browser is content when an edge of what has the focus shows.
  root.addEventListener("focusin", ({ target }) => {
    if (target.closest(".map-menus, .map-tools")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

function askNear(root, say) {
  navigator.geolocation?.getCurrentPosition(
    ({ coords }) => ask(root, { near: `${coords.latitude.toFixed(COARSE)},${coords.longitude.toFixed(COARSE)}`, bbox: null }),
    () => say(root.dataset.sayNoPosition),
    { maximumAge: 300000, timeout: 10000 },
  );
}

/** The same question with some parameters changed, as a page of its own in the history. */
function ask(root, changes) {
  const params = new URLSearchParams(root.querySelector("#results").dataset.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  const url = `${window.location.pathname}?${params}`;
  window.htmx.ajax("GET", url, { target: "#catalogue", swap: "outerHTML", source: "#results", push: url });
}

function boxOf(map) {
  const box = map.getBounds();
  return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((n) => n.toFixed(COARSE)).join(",");
}

let streets;

/** Only now does a foreign host hear of this visitor. */
export function toggleStreets(root, map, button) {
  streets ??= L.layerGroup([L.tileLayer(root.dataset.tiles, { zIndex: 100 })]);
  const on = !map.hasLayer(streets);
  if (on) streets.addTo(map);
  else streets.remove();
  map.attributionControl?.remove();
  map.attributionControl = on ? L.control.attribution({ prefix: false, position: "bottomleft" }).addAttribution(root.dataset.tilesAttribution).addTo(map) : null;
  map.getContainer().classList.toggle("with-streets", on);
  button.setAttribute("aria-pressed", String(on));
}
