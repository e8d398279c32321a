"""The ground of the map is a file: small enough to send first, and true enough to find one's way."""

import json
from pathlib import Path

import brotli
import pytest
from django.conf import settings

GROUND = Path(settings.BASE_DIR) / "static/map/region.json"


@pytest.fixture(scope="module")
def region():
    return json.loads(GROUND.read_text(encoding="utf-8"))


def decoded(flat, steps):
    points, x, y = [], 0, 0
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / steps, y / steps))
    return points


def is_on(rings, lon, lat, steps):
    """Whether a point lies in an odd number of the rings (a hole takes away again)."""
    inside = False
    for ring in (decoded(flat, steps) for flat in rings):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


@pytest.mark.parametrize(
    ("lat", "lon", "ground"),
    [
        (51.054, 3.722, "be"),  # Gent
        (50.828, 3.265, "be"),  # Kortrijk
        (51.320, 3.840, "nl"),  # Terneuzen
        (51.504, 3.890, "nl"),  # Goes
        (51.375, 3.720, "water"),  # the Western Scheldt
        (51.400, 3.000, "water"),  # the North Sea
        (51.219, 4.420, "neighbours"),  # Antwerp
        (50.632, 3.058, "neighbours"),  # Lille
    ],
)
def test_land_is_land_and_water_is_water(region, lat, lon, ground):
    drawn = [kind for kind in ("be", "nl", "neighbours") if is_on(region[kind], lon, lat, region["steps"])]
    assert (drawn[:1] or ["water"]) == [ground]


def test_border_runs_from_the_zwin_to_the_scheldt(region):
    longitudes = [lon for line in region["border"] for lon, _lat in decoded(line, region["steps"])]
    assert min(longitudes) < 3.4
    assert max(longitudes) > 4.2


def test_ground_is_light():
    assert len(brotli.compress(GROUND.read_bytes(), quality=11)) < 14_000
