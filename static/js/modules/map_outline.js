// The ground: land, water, municipalities and the border, drawn from our own file (static/map/SOURCES.md).

const FIRST_DETAIL_ZOOM = 9; // names of rank 2 and 3 join as one comes closer

export async function drawOutline(map, root) {
  const response = await fetch(root.dataset.regionUrl);
  const region = await response.json();
  map.createPane("ground").style.zIndex = 250;
  map.createPane("names").style.zIndex = 450;
  const renderer = L.svg({ pane: "ground", padding: 0.6 });
  const read = (flat) => decode(flat, region.steps);

  const area = (rings, className) =>
    L.polygon(rings.map((ring) => [read(ring)]), { renderer, pane: "ground", className, stroke: false, fill: true, fillOpacity: 1, interactive: false }).addTo(map);
  const line = (lines, className) =>
    L.polyline(lines.map(read), { renderer, pane: "ground", className, interactive: false, smoothFactor: 0.8 }).addTo(map);

  area(region.neighbours, "ground-far");
  area(region.be, "ground-land");
  area(region.nl, "ground-land");
  line(region.municipalities, "ground-municipality");
  line(region.rivers, "ground-river");
  line(region.far_borders, "ground-border far");
  line(region.border, "ground-border");
  region.places.forEach((place) => nameOf(place, root.dataset.language).addTo(map));
  showDetail(map);
  map.on("zoomend", () => showDetail(map));
}

/** Steps of 1/`steps` degree, the first pair absolute and the others relative, as [lat, lon]. */
export function decode(flat, steps) {
  const points = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < flat.length; i += 2) {
    x += flat[i];
    y += flat[i + 1];
    points.push([y / steps, x / steps]);
  }
  return points;
}

function nameOf([name, lat, lon, rank, kind, others], language) {
  const label = document.createElement("span");
  label.textContent = others?.[["fr", "en"].indexOf(language)] ?? name;
  return L.marker([lat, lon], {
    pane: "names",
    interactive: false,
    keyboard: false,
    icon: L.divIcon({ html: label, iconSize: [0, 0], className: `ground-name rank-${rank} kind-${kind}` }),
  });
}

function showDetail(map) {
  const detail = Math.floor(map.getZoom()) - FIRST_DETAIL_ZOOM + 1;
  const classes = map.getContainer().classList;
  [1, 2, 3].forEach((rank) => classes.toggle(`shows-${rank}`, detail >= rank - 1));
  classes.toggle("is-close", map.getZoom() >= 12.5);
}
