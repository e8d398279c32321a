// The Leaflet map itself: how far one may go, how it moves, what its buttons say.

const REGION = [[50.68, 2.53], [51.77, 4.34]];
const AROUND = [[48.9, -0.6], [53.3, 7.6]];
const CLOSEST_FIT = 13;

export const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
/** How Leaflet moves the map: at once for who asked for less motion, else as it thinks fit. */
export const pace = () => (calm() ? { animate: false } : {});

export function createMap(root) {
  const { minZoom, maxZoom, sayZoomIn, sayZoomOut } = root.dataset;
  const moves = !calm();
  const map = L.map(root.querySelector("[data-canvas]"), {
    attributionControl: false,
    zoomControl: false,
    minZoom: Number(minZoom) - 0.5,
    maxZoom: Number(maxZoom),
    maxBounds: AROUND,
    zoomDelta: 1,
    zoomSnap: 0.25,
    zoomAnimation: moves,
    fadeAnimation: moves,
    markerZoomAnimation: moves,
    inertia: moves,
  });
  const zoom = L.control.zoom({ zoomInTitle: sayZoomIn, zoomOutTitle: sayZoomOut }).addTo(map);
  root.querySelector("[data-tools]").prepend(zoom.getContainer());
  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
  return map;
}

let circle;

/** Draws how far around the chosen place was looked, and answers with the bounds of that; null without a place. */
export function showOrigin(map, { origin, radius }) {
  circle?.remove();
  if (!origin) return null;
  circle = L.circle(origin.split(",").map(Number), { radius: radius * 1000, className: "ground-circle", interactive: false }).addTo(map);
  return circle.getBounds();
}

/** Shows `bounds`, or the whole region, in the part of the map that no sheet covers. */
export function showBounds(map, bounds, covered) {
  map.fitBounds(bounds ?? REGION, {
    paddingTopLeft: [24, 24],
    paddingBottomRight: [24, 24 + covered],
    maxZoom: CLOSEST_FIT,
    animate: false,
  });
}
