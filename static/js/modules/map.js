// The map page: joins the drawn map, the list beside it and the address they share.

import { follow } from "./map_list.js";
import { Markers } from "./map_markers.js";
import { drawOutline } from "./map_outline.js";
import { PlacePanel } from "./map_place.js";
import { loadPoints } from "./map_points.js";
import { Sheet } from "./map_sheet.js";
import { startTools } from "./map_tools.js";
import { createMap, showBounds, showOrigin } from "./map_view.js";

export default function start(root) {
  if (!window.L || !window.Supercluster) return;
  root.classList.add("is-live");
  const say = (text) => { root.querySelector("[data-status]").textContent = text; };
  const map = createMap(root);
  const sheet = new Sheet(root);
  const markers = new Markers(map, root.dataset);
  const panel = new PlacePanel(root, say);
  const list = follow(root, {
    onJoin: (place) => markers.join(place),
    onShow: (place) => select(place, { move: true }),
    onFail: () => say(root.dataset.sayFailed),
    onAnswer: () => { say(list.count()); panel.close(); refresh(); },
  });

  async function select(place, { move = false } = {}) {
    markers.select(place);
    list.mark(place);
    if (move) {
      sheet.show("peek");
      markers.goTo(place);
    }
    await panel.open(place, list.query());
    markers.uncover(place, panel.covers());
  }

  async function refresh({ first = false } = {}) {
    try {
      const points = await loadPoints(root.dataset.pointsUrl, list.query());
      if (points.query !== list.query()) return; // a newer question is on its way
      markers.show(points);
      const around = showOrigin(map, list.asked());
      if (list.query() || !first) showBounds(map, around ?? points.bounds, sheet.covers());
    } catch {
      say(root.dataset.sayFailed);
    }
  }

  panel.onClose = () => { markers.select(null); list.mark(null); };
  panel.onShowInList = (place) => { sheet.show("half"); list.reveal(place); };
  markers.onSelect = (place) => select(place);
  markers.onJoin = (place) => list.join(place);
  markers.coveredBelow = () => sheet.covers();
  showBounds(map, null, sheet.covers());
  startTools(root, { map, say, onWhole: () => showBounds(map, null, sheet.covers()) });
  drawOutline(map, root).catch(() => say(root.dataset.sayFailed));
  refresh({ first: true });
}
