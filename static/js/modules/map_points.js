// The places that fit the question, as columns from the server, in an index by zoom.

const RADIUS = 46; // px within which markers become one
const SIDES = { be: 1, nl: 2, fr: 4 };

export async function loadPoints(url, query) {
  const response = await fetch(query ? `${url}?${query}` : url);
  if (!response.ok) throw new Error(`points: ${response.status}`);
  return new Points(await response.json(), query);
}

class Points {
  constructor(columns, query) {
    this.query = query;
    this.places = columns.id.map((id, i) => ({
      id, lat: columns.lat[i], lon: columns.lon[i], country: columns.country[i], n: columns.n[i], name: columns.name[i],
    }));
    this.byId = new Map(this.places.map((place) => [place.id, place]));
    this.index = new window.Supercluster({
      radius: RADIUS,
      extent: 256,
      maxZoom: 15,
      map: (place) => ({ n: place.n, sides: SIDES[place.country] }),
      reduce: (sum, one) => { sum.n += one.n; sum.sides |= one.sides; },
    });
    this.index.load(this.places.map((place) => ({
      type: "Feature", properties: place, geometry: { type: "Point", coordinates: [place.lon, place.lat] },
    })));
  }

  get bounds() {
    return this.places.length ? L.latLngBounds(this.places.map((place) => [place.lat, place.lon])) : null;
  }

  /** What to draw inside `bounds`: at most `limit` things, which come together more when there are too many. */
  inside(bounds, zoom, limit) {
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    let found = this.index.getClusters(box, zoom);
    while (found.length > limit && zoom > 0) found = this.index.getClusters(box, --zoom);
    return found.map(toThing).sort((a, b) => b.lat - a.lat);
  }

  placesOf(cluster) {
    return this.index.getLeaves(cluster, Infinity).map((leaf) => leaf.properties.id);
  }

  zoomThatOpens(cluster) {
    return this.index.getClusterExpansionZoom(cluster);
  }
}

function toThing({ properties, geometry }) {
  const [lon, lat] = geometry.coordinates;
  if (!properties.cluster) return { ...properties, key: `place-${properties.id}`, lat, lon };
  const country = Object.keys(SIDES).find((side) => SIDES[side] === properties.sides) ?? "both";
  return { key: `cluster-${properties.cluster_id}`, cluster: properties.cluster_id, n: properties.n, country, lat, lon };
}
