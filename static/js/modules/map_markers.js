// The markers that are in view: buttons with a shape per side of the border, few enough for a phone.

import { pace } from "./map_view.js";

const MOST = 300;
const CLOSE = 12; // the zoom at which one place is shown

export class Markers {
  onSelect = () => {};
  onJoin = () => {};
  coveredBelow = () => 0;

  constructor(map, texts) {
    this.map = map;
    this.texts = texts;
    this.shown = new Map(); // key -> {thing, marker, button}
    this.selected = null;
    map.on("moveend", () => this.draw());
  }

  show(points) {
    this.points = points;
    this.shown.forEach(({ marker }) => marker.remove());
    this.shown.clear();
    if (this.map._loaded) this.draw();
  }

  draw() {
    if (!this.points) return;
    const bounds = this.map.getBounds().pad(0.1);
    const things = this.points.inside(bounds, Math.floor(this.map.getZoom()), MOST);
    const chosen = this.points.place(this.selected);
    if (chosen && !things.some((thing) => thing.id === chosen.id)) things.push(chosen);
    const wanted = new Set(things.map((thing) => thing.key));
    const hadFocus = [...this.shown.values()].find(({ button }) => button === document.activeElement);
    for (const [key, { marker }] of this.shown) {
      if (!wanted.has(key)) {
        marker.remove();
        this.shown.delete(key);
      }
    }
    things.forEach((thing) => this.shown.has(thing.key) || this.add(thing));
    this.placeIndex = null;
    this.paint();
    if (hadFocus && !hadFocus.button.isConnected) this.focusNext();
  }

  add(thing) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `map-marker ${thing.country}${thing.cluster ? " cluster" : ""}${thing.n > 99 ? " many" : ""}`;
    button.setAttribute("aria-label", this.labelOf(thing));
    if (!thing.cluster) button.title = this.labelOf(thing);
    if (thing.n > 1) button.textContent = thing.n;
    const marker = L.marker([thing.lat, thing.lon], {
      keyboard: false,
      riseOnHover: true,
      icon: L.divIcon({ html: button, iconSize: [0, 0], className: "map-marker-holder" }),
    }).addTo(this.map);
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", () => this.activate(thing));
    const join = (on) => this.onJoin(on && !thing.cluster ? thing.id : null);
    button.addEventListener("mouseenter", () => join(true));
    button.addEventListener("mouseleave", () => join(false));
    button.addEventListener("focus", () => { join(true); if (button.matches(":focus-visible")) this.keepInView(thing); });
    button.addEventListener("blur", () => join(false));
    this.shown.set(thing.key, { thing, marker, button });
  }

  labelOf({ n, name, cluster }) {
    if (cluster) return this.texts.sayCluster.replace("{n}", n);
    return n > 1 ? this.texts.saySchools.replace("{n}", n).replace("{name}", name) : name;
  }

  activate(thing) {
    if (!thing.cluster) return this.onSelect(thing.id);
    this.opening = this.points.placesOf(thing.cluster);
    this.map.setView([thing.lat, thing.lon], Math.min(this.points.zoomThatOpens(thing.cluster), this.map.getMaxZoom()), pace());
  }

  /** Who opened a cluster from the keyboard goes on with what came out of it. */
  focusNext() {
    const next = this.opening?.map((id) => this.holderOf(id)).find(Boolean);
    this.opening = null;
    (next?.button ?? this.map.getContainer()).focus({ preventScroll: true });
  }

  /** Clear of the edges, and of the buttons, the legend and the list that lie on the map. */
  keepInView({ lat, lon }) {
    this.map.panInside([lat, lon], { paddingTopLeft: [32, 80], paddingBottomRight: [32, 64 + this.coveredBelow()], ...pace() });
  }

  holderOf(place) {
    if (!this.placeIndex) {
      this.placeIndex = new Map();
      this.shown.forEach((holder) => {
        const places = holder.thing.cluster ? this.points.placesOf(holder.thing.cluster) : [holder.thing.id];
        places.forEach((id) => this.placeIndex.set(id, holder));
      });
    }
    const own = this.shown.get(`place-${place}`);
    return own ?? this.placeIndex.get(place);
  }

  join(place) {
    this.shown.forEach(({ button }) => button.classList.remove("is-joined"));
    if (place && this.points) this.holderOf(place)?.button.classList.add("is-joined");
  }

  select(place) {
    this.selected = place;
    if (this.points) this.draw();
  }

  paint() {
    this.shown.forEach(({ thing, marker, button }) => {
      const chosen = thing.id !== undefined && thing.id === this.selected;
      button.classList.toggle("is-selected", chosen);
      button.setAttribute("aria-pressed", String(chosen));
      if (thing.cluster) button.removeAttribute("aria-pressed");
      marker.setZIndexOffset(chosen ? 1000 : 0);
    });
  }

  uncover(place, [right, bottom]) {
    const found = this.points?.place(place);
    if (found) this.map.panInside([found.lat, found.lon], { paddingTopLeft: [40, 90], paddingBottomRight: [right + 40, bottom + 40], ...pace() });
  }

  goTo(place) {
    const found = this.points?.place(place);
    if (found) this.map.setView([found.lat, found.lon], Math.max(this.map.getZoom(), CLOSE), pace());
  }
}
