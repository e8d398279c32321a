// Putting a campus in its place: a marker that is dragged, moved by arrow keys or buttons, put down by a click on the
// map, and that follows the numbers beside it. The numbers are what is sent.

import { drawOutline } from "./map_outline.js";
import { createMap, pace, showBounds } from "./map_view.js";

const STEP = 10; // pixels: the closer one looks, the finer it moves
const LITTLE = 1;
const DECIMALS = 6;
const ROOM = 44; // pixels, for a finger
const CLOSE = 12;
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export default function start(root) {
  if (!window.L) return;
  root.classList.add("is-live");
  const map = createMap(root);
  drawOutline(map, root).catch(() => {});
  new Placing(root, map);
  startStreets(root, map);
}

class Placing {
  constructor(root, map) {
    this.root = root;
    this.map = map;
    this.isStill = "still" in root.dataset;
    this.follow({ first: true });
    if (this.isStill) return;
    map.on("click", ({ latlng }) => this.put(latlng));
    root.addEventListener("click", ({ target }) => this.step(target.closest("[data-move]")?.dataset.move.split(",").map(Number), STEP));
    root.addEventListener("change", ({ target }) => { if (["lat", "lon"].includes(target.name)) this.follow(); });
    // What was found by the address came as a new part of the page.
    document.body.addEventListener("htmx:afterSettle", ({ target }) => { if (target.id === "coordinates") this.follow(); });
  }

  input(name) {
    return this.root.querySelector(`[name=${name}]`);
  }

  /** The numbers as a place, or null where they are none. */
  read() {
    const [lat, lon] = ["lat", "lon"].map((name) => this.input(name).value.trim().replace(",", "."));
    const point = lat && lon ? [Number(lat), Number(lon)] : null;
    return point?.every(Number.isFinite) && Math.abs(point[0]) <= 90 ? L.latLng(point) : null;
  }

  /** Let the marker stand where the numbers say. */
  follow({ first = false } = {}) {
    const point = this.read();
    if (!point) {
      this.marker?.remove();
      this.marker = null;
      if (first) showBounds(this.map, null, 0);
      return;
    }
    this.map.setView(point, first ? CLOSE : Math.max(this.map.getZoom(), CLOSE), { animate: false });
    this.show(point);
  }

  show(point) {
    if (this.marker) {
      this.marker.setLatLng(point);
      return;
    }
    const drawn = document.createElement("span");
    drawn.className = `map-marker is-selected ${this.root.dataset.side}`;
    const icon = L.divIcon({ html: drawn, iconSize: [ROOM, ROOM], className: "placing-marker" });
    this.marker = L.marker(point, { icon, draggable: !this.isStill, autoPan: true, keyboard: !this.isStill }).addTo(this.map);
    if (this.isStill) return;
    const holder = this.marker.getElement();
    holder.setAttribute("aria-label", this.root.dataset.sayMarker);
    holder.addEventListener("keydown", (event) => this.onKey(event));
    this.marker.on("dragend", () => this.put(this.marker.getLatLng()));
  }

  onKey(event) {
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation(); // the map would move too
    this.step(way, event.shiftKey ? LITTLE : STEP);
  }

  /** From where it is; without a marker, from the middle of the map. */
  step(way, pixels) {
    if (!way) return;
    if (!this.marker) {
      this.put(this.map.getCenter());
      return;
    }
    const here = this.map.project(this.marker.getLatLng());
    this.put(this.map.unproject(here.add([way[0] * pixels, way[1] * pixels])));
  }

  put(point) {
    this.show(point);
    this.input("lat").value = point.lat.toFixed(DECIMALS);
    this.input("lon").value = point.lng.toFixed(DECIMALS);
    this.map.panInside(point, { padding: [60, 60], ...pace() });
    const { sayMoved } = this.root.dataset;
    this.root.querySelector("[data-status]").textContent = sayMoved.replace("{lat}", point.lat.toFixed(4)).replace("{lon}", point.lng.toFixed(4));
  }
}

/** Another website hears of it only when somebody asks for streets. */
async function startStreets(root, map) {
  const button = root.querySelector("[data-streets]");
  if (!button) return;
  const { toggleStreets } = await import("./map_tools.js");
  button.addEventListener("click", () => toggleStreets(root, map, button));
}
