import pytest
from hypothesis import given
from hypothesis import strategies as st

from les_portal.geo import Point, box_around, distance_km, from_lambert72, is_inside

GENT, TERNEUZEN = Point(51.0543, 3.7174), Point(51.3358, 3.8279)
points = st.builds(Point, st.floats(-80, 80), st.floats(-179, 179))


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        (GENT, GENT, 0),
        (GENT, TERNEUZEN, 32.2),
        (Point(0, 0), Point(0, 1), 111.19),
        (Point(0, 0), Point(0, 180), 20015.1),
    ],
)
def test_distance_is_the_great_circle(a, b, km):
    assert distance_km(a, b) == pytest.approx(km, abs=0.1)
    assert distance_km(b, a) == distance_km(a, b)


@given(points, st.floats(0.1, 500), st.floats(0, 1), st.floats(0, 1))
def test_box_around_a_point_holds_all_that_is_within_its_distance(point, km, north, east):
    other = Point(point.lat + (north - 0.5) * km / 50, point.lon + (east - 0.5) * km / 50)
    if distance_km(point, other) <= km:
        assert is_inside(other, box_around(point, km))


def test_lambert72_of_the_projections_own_origin():
    """IGN: the point 90 N maps to (150000.013, 5400088.438); the central meridian lies at x = 150000.013."""
    assert from_lambert72(150000.013, 165372.956).lon == pytest.approx(4.36748, abs=0.002)
