import pytest

from les_portal.geo import Box, is_inside
from les_portal.search.words import fold
from schools.models import Locality

pytestmark = pytest.mark.django_db
AROUND_THE_SCHELDT = Box(2.3, 50.4, 5.2, 52.1)


def test_every_installation_knows_the_places_around_the_scheldt():
    assert Locality.objects.count() > 2500
    assert {place.country for place in Locality.objects.all()} == {"be", "nl", "fr"}
    for name in ("Gent", "Brugge", "Kortrijk", "Terneuzen", "Vlissingen", "Zierikzee", "Ronse", "Elsene"):
        assert Locality.objects.matching(name).exists(), name


def test_localities_lie_where_the_portal_looks_and_fold_as_searches_do():
    for place in Locality.objects.all():
        assert is_inside(place.point, AROUND_THE_SCHELDT), place
        assert place.name_key == fold(place.name), place


@pytest.mark.parametrize(("theirs", "ours"), [("Gand", "Gent"), ("Courtrai", "Kortrijk"), ("Flushing", "Vlissingen")])
def test_a_place_is_known_by_its_other_name(theirs, ours):
    other = Locality.objects.matching(theirs).get()
    assert other.postcode == "", "a post code keeps one name"
    assert str(other) == theirs
    assert other.point in {place.point for place in Locality.objects.matching(ours)}


def test_a_post_code_never_answers_with_a_foreign_name():
    assert [str(place) for place in Locality.objects.matching("9000")] == ["9000 Gent"]
    assert "4381 Vlissingen" in {str(place) for place in Locality.objects.matching("4381 AB")}
