// The map in a frame on another website: the markers and what is behind them, without the portal's list and search.

import { Markers } from "./map_markers.js";
import { drawOutline } from "./map_outline.js";
import { PlacePanel } from "./map_place.js";
import { loadPoints } from "./map_points.js";
import { createMap, showBounds, showOrigin } from "./map_view.js";

async function start(root) {
  const say = (text) => { root.querySelector("[data-status]").textContent = text; };
  const { query } = root.dataset;
  const map = createMap(root);
  const markers = new Markers(map, root.dataset);
  const panel = new PlacePanel(root, say);
  panel.onClose = () => markers.select(null);
  markers.onSelect = async (place) => {
    markers.select(place);
    await panel.open(place, query);
    markers.uncover(place, [0, panel.covers()[1]]);
  };
  showBounds(map, null, 0);
  drawOutline(map, root).catch(() => say(root.dataset.sayFailed));
  try {
    const points = await loadPoints(root.dataset.pointsUrl, query);
    markers.show(points);
    const around = showOrigin(map, root.dataset);
    if (query) showBounds(map, around ?? points.bounds, 0);
  } catch {
    say(root.dataset.sayFailed);
  }
}

start(document.querySelector("[data-map]"));
