// The places that fit the question, as columns from the server, in an index by zoom.

const RADIUS = 46; // px within which markers become one
const FARTHEST = 7; // zooms between which places come together
const CLOSEST = 14;
const SIDES = { be: 1, nl: 2, fr: 4 };

export async function loadPoints(url, query) {
  const response = await fetch(query ? `${url}?${query}` : url);
  if (!response.ok) throw new Error(`points: ${response.status}`);
  return new Points(await response.json(), query);
}

class Points {
  constructor(columns, query) {
    this.query = query;
    this.columns = columns;
    this.rows = new Map(columns.id.map((id, row) => [id, row]));
    this.index = new window.Supercluster({
      radius: RADIUS,
      extent: 256,
      minZoom: FARTHEST,
      maxZoom: CLOSEST,
      map: (row) => ({ n: columns.n[row], sides: SIDES[columns.country[row]] }),
      reduce: (sum, one) => { sum.n += one.n; sum.sides |= one.sides; },
    });
    // Row numbers stand for the places: twenty thousand objects would cost more time than the index.
    this.index.load(columns.id.map((id, row) => ({
      type: "Feature", properties: row, geometry: { type: "Point", coordinates: [columns.lon[row], columns.lat[row]] },
    })));
  }

  get bounds() {
    const { lat, lon } = this.columns;
    return lat.length ? L.latLngBounds(lat.map((north, row) => [north, lon[row]])) : null;
  }

  place(id) {
    const row = this.rows.get(id);
    return row === undefined ? null : this.thingAt(row);
  }

  thingAt(row) {
    const { id, lat, lon, country, n, name } = this.columns;
    return { key: `place-${id[row]}`, id: id[row], lat: lat[row], lon: lon[row], country: country[row], n: n[row], name: name[row] };
  }

  /** What to draw inside `bounds`: at most `limit` things, which come together more when there are too many. */
  inside(bounds, zoom, limit) {
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    let found = this.index.getClusters(box, zoom);
    while (found.length > limit && zoom > FARTHEST) found = this.index.getClusters(box, --zoom);
    return found.map(({ properties, geometry }) => (properties.cluster ? toCluster(properties, geometry) : this.thingAt(properties))).sort((a, b) => b.lat - a.lat);
  }

  placesOf(cluster) {
    return this.index.getLeaves(cluster, Infinity).map((leaf) => this.columns.id[leaf.properties]);
  }

  zoomThatOpens(cluster) {
    return this.index.getClusterExpansionZoom(cluster);
  }
}

function toCluster(properties, { coordinates: [lon, lat] }) {
  const country = Object.keys(SIDES).find((side) => SIDES[side] === properties.sides) ?? "both";
  return { key: `cluster-${properties.cluster_id}`, cluster: properties.cluster_id, n: properties.n, country, lat, lon };
}
