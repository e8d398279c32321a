"""Places without a geographic database: distances, boxes, feature collections, Belgian coordinates.

A few thousand points need a bounding box and a great circle, and nothing to install.
"""

from functools import cache
from math import asin, cos, degrees, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


class Point(NamedTuple):
    """WGS84, in degrees."""

    lat: float
    lon: float


class Box(NamedTuple):
    """WGS84, in degrees, in the order of the `bbox` parameter."""

    west: float
    south: float
    east: float
    north: float


# Flanders, Zeeland and their neighbours: what lies outside is a mistake in a register, or not ours.
BENELUX = Box(2.3, 49.4, 7.3, 53.7)


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance (haversine)."""
    lat1, lat2 = radians(a.lat), radians(b.lat)
    half_lat, half_lon = (lat2 - lat1) / 2, radians(b.lon - a.lon) / 2
    chord = sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))


def box_around(point: Point, km: float) -> Box:
    """The smallest box that holds every point within `km` of `point`, away from the poles."""
    lat_margin = degrees(km / EARTH_RADIUS_KM)
    lon_margin = lat_margin / max(cos(radians(abs(point.lat) + lat_margin)), 0.01)
    return Box(point.lon - lon_margin, point.lat - lat_margin, point.lon + lon_margin, point.lat + lat_margin)


def is_inside(point: Point, box: Box) -> bool:
    return box.south <= point.lat <= box.north and box.west <= point.lon <= box.east


@cache
def _lambert72():
    # Imported when first used: loading PROJ takes longer than answering a page.
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:31370", "EPSG:4326", always_xy=True)


def from_lambert72(x: float, y: float) -> Point:
    """Belgian Lambert 72 metres (the registers' `lx`, `ly`) as WGS84, to within some metres."""
    lon, lat = _lambert72().transform(x, y)
    return Point(round(lat, 6), round(lon, 6))
