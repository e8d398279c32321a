// A small map that only shows where something is: the same ground and the same markers as the large one.

import { drawOutline } from "./map_outline.js";

const CLOSE = 12;

export default function start(root) {
  if (!window.L) return;
  const places = [...root.querySelectorAll("[data-lat]")].map(({ dataset }) => ({ at: [Number(dataset.lat), Number(dataset.lon)], side: dataset.side }));
  if (!places.length) {
    root.hidden = true;
    return;
  }
  root.replaceChildren();
  const map = L.map(root, {
    attributionControl: false,
    zoomControl: false,
    keyboard: false,
    dragging: false,
    scrollWheelZoom: false,
    doubleClickZoom: false,
    boxZoom: false,
    touchZoom: false,
    zoomSnap: 0.25,
    minZoom: Number(root.dataset.minZoom),
    maxZoom: Number(root.dataset.maxZoom),
    zoomAnimation: false,
    fadeAnimation: false,
  });
  places.forEach(({ at, side }) => mark(at, side).addTo(map));
  map.fitBounds(L.latLngBounds(places.map(({ at }) => at)).pad(0.3), { maxZoom: CLOSE, animate: false });
  drawOutline(map, root).catch(() => { root.hidden = true; });
}

function mark(at, side) {
  const sign = document.createElement("span");
  sign.className = `map-marker ${side}`;
  return L.marker(at, { interactive: false, keyboard: false, icon: L.divIcon({ html: sign, iconSize: [0, 0], className: "map-marker-holder" }) });
}
