import pytest
from django.http import QueryDict
from django.utils.translation import override

from les_portal.geo import Point, distance_km
from programmes.filters import BadParameter, CatalogueQuery
from tests.factories.programmes import (
    BottleneckStatusFactory,
    OccupationFactory,
    ProgrammeFactory,
    QualificationFactory,
    the_level,
)
from tests.factories.schools import GENT, CampusFactory, PlaceFactory

pytestmark = pytest.mark.django_db


def asked(address: str) -> CatalogueQuery:
    return CatalogueQuery.from_params(QueryDict(address))


# --- what is accepted ----------------------------------------------------------------------------


SENTENCES = {
    "bbox": "bbox is west,south,east,north: four numbers in degrees, such as 3.2,51.0,4.4,51.6.",
    "near": "near is a latitude and a longitude in degrees, such as 51.05,3.72.",
    "radius": "radius is a number of kilometres, more than 0 and at most 200.",
    "eqf": "eqf is a level of the European Qualifications Framework, a whole number from 1 to 8.",
    "country": "country is one of: be, nl, fr.",
    "sector": "sector is one of: technics, care, ict.",
    "language": "language is one of: nl, fr, en.",
    "bottleneck": "bottleneck is 1 (only programmes for a bottleneck occupation) or 0.",
}
BAD = """
bbox=1,2  bbox=1,2,3,nan  bbox=1,2,3,91  bbox=181,2,3,4  bbox=1,2,3,4,5  bbox=1;2;3;4
near=abc  near=inf,3  near=51.05  near=91,3  near=51,181  near=51,3,4  near=1e1,3
eqf=99  eqf=0  eqf=9  eqf=-4  eqf=4.0  eqf=4&eqf=x  eqf=٣
radius=-5  radius=0  radius=5000  radius=200.1  radius=nan  radius=inf  radius=٣  radius=1_0
country=xx  country=be&country=de  sector=foo  language=zz  bottleneck=maybe  bottleneck=2
""".split()


@pytest.mark.parametrize("address", BAD)
def test_a_bad_parameter_gets_one_clear_sentence(address):
    name = address.partition("=")[0]
    with override("en"), pytest.raises(BadParameter) as caught:
        asked(address)
    assert caught.value.errors == {name: SENTENCES[name]}


@pytest.mark.parametrize(
    ("address", "errors"),
    [
        ("q=a%00b", {"q": "q holds a character that nobody can search for."}),
        (f"q={'x' * 201}", {"q": "q is at most 200 characters long."}),
        ("near=51,3&near=52,4", {"near": "Give near once."}),
        ("q=lasser&q=zorg", {"q": "Give q once."}),
    ],
)
def test_what_cannot_be_asked_is_told(address, errors):
    with override("en"), pytest.raises(BadParameter) as caught:
        asked(address)
    assert caught.value.errors == errors


def test_an_unknown_form_is_told_the_codes():
    with override("en"), pytest.raises(BadParameter) as caught:
        asked("form=nope")
    assert caught.value.errors["form"].startswith("form is the code of a programme form: SO_VT, SO_DUAAL,")


def test_bad_parameters_are_all_named_and_the_good_ones_stay():
    with pytest.raises(BadParameter) as caught:
        asked("eqf=99&radius=-5&country=nl")
    assert set(caught.value.errors) == {"eqf", "radius"}
    assert caught.value.query == CatalogueQuery(country=("nl",))


def test_unknown_and_empty_parameters_ask_nothing():
    query = asked("utm_source=mail&q=&country=&eqf=&radius=&near=&page=7")
    assert query == CatalogueQuery()
    assert not query


@pytest.mark.parametrize("address", ["near=51.05,3.72", "near=51.05, 3.72", "near=%2051.05,3.72%20"])
def test_near_is_read_with_and_without_spaces(address):
    assert asked(address).near == Point(51.05, 3.72)


def test_a_form_is_found_in_any_case():
    assert asked("form=mbo_bbl&form=SO_Vt").form == ("MBO_BBL", "SO_VT")


def test_a_question_and_its_querystring_are_the_same():
    address = "country=be&country=nl&sector=care&eqf=3&eqf=4&form=MBO_BBL&language=nl&bottleneck=1"
    query = asked(f"q=lasser&{address}&near=51.05,3.7200001&radius=12.5&bbox=3,50.5,5,52")
    assert asked(query.querystring()).querystring() == query.querystring()
    assert asked("eqf=4&eqf=3&eqf=4").querystring() == "eqf=3&eqf=4"
    assert asked("eqf=4&country=nl").querystring(country=None, page=2) == "eqf=4&page=2"


def test_each_active_filter_says_what_it_is_and_how_to_lose_it():
    with override("en"):
        chips = asked("country=nl&country=be&eqf=4&near=51,3&radius=10").active_filters
    assert [(chip.name, chip.label, chip.without) for chip in chips] == [
        ("country", "Flanders", "country=nl&eqf=4&near=51%2C3&radius=10"),
        ("country", "Netherlands", "country=be&eqf=4&near=51%2C3&radius=10"),
        ("eqf", "EQF 4", "country=be&country=nl&near=51%2C3&radius=10"),
        ("near", "Within 10 km of the chosen point", "country=be&country=nl&eqf=4"),
    ]


# --- what is found -------------------------------------------------------------------------------


def offered(**kwargs):
    """A campus with one published programme like this."""
    campus = CampusFactory(in_nl=kwargs.pop("nl", False))
    ProgrammeFactory(published=True, at=[campus], **kwargs)
    return campus


def test_without_filters_every_active_campus_is_there_even_without_programmes():
    bare = CampusFactory()
    CampusFactory(retired=True)
    CampusFactory(school__retired=True)
    assert list(asked("").campuses()) == [bare]


def test_campuses_are_in_order_of_their_names():
    names = ["Zeehaven", "Ähornhof", "Berkenhof"]
    for name in names:
        CampusFactory(name=name)
    assert [campus.name for campus in asked("").campuses()] == ["Ähornhof", "Berkenhof", "Zeehaven"]


def test_several_values_of_a_filter_mean_any_and_several_filters_mean_all():
    flemish, dutch = offered(in_care=True), offered(nl=True, in_nl=True)
    CampusFactory()
    assert set(asked("country=be&country=nl&eqf=4").campuses()) == {flemish, dutch}
    assert set(asked("country=nl&eqf=4").campuses()) == {dutch}
    assert set(asked("country=nl&sector=care").campuses()) == set()


def test_technology_includes_ict_but_not_the_other_way_round():
    ict, mechatronics = offered(in_ict=True), offered()
    offered(in_care=True)
    assert set(asked("sector=technics").campuses()) == {ict, mechatronics}
    assert set(asked("sector=ict").campuses()) == {ict}


def test_all_programme_filters_must_hold_for_one_programme():
    campus = CampusFactory()
    ProgrammeFactory(published=True, at=[campus], in_care=True, level=the_level("VKS", "3"))
    ProgrammeFactory(published=True, at=[campus], level=the_level("VKS", "4"))
    assert list(asked("sector=care&eqf=3").campuses()) == [campus]
    assert list(asked("sector=care&eqf=4").campuses()) == []


@pytest.mark.parametrize("hidden", [{"published": False}, {"published": False, "archived": True}])
def test_drafts_and_archived_programmes_are_found_by_nobody(hidden):
    campus = CampusFactory()
    ProgrammeFactory(**hidden, at=[campus])
    assert not asked("").programmes().exists()
    assert not asked("sector=technics").campuses().exists()
    assert not asked("sector=technics").schools().exists()


def test_a_programme_of_a_retired_school_is_gone():
    ProgrammeFactory(published=True, school__retired=True)
    assert not asked("").programmes().exists()


def test_a_programme_without_a_level_has_that_of_its_qualification():
    campus = offered(level=None, qualification=QualificationFactory(level=the_level("VKS", "4")))
    assert list(asked("eqf=4").campuses()) == [campus]
    assert list(asked("eqf=3").campuses()) == []
    assert asked("").counts_by("eqf") == {4: 1}


def test_a_bottleneck_is_one_on_the_newest_list_only():
    now, before, never = OccupationFactory(), OccupationFactory(), OccupationFactory()
    BottleneckStatusFactory(occupation=before, year=2023)
    BottleneckStatusFactory(occupation=now, year=2024)
    short = offered(leads_to=[now])
    offered(leads_to=[before])
    offered(leads_to=[never])
    assert list(asked("bottleneck=1").campuses()) == [short]
    assert asked("bottleneck=0").campuses().count() == 3


def test_a_campus_with_two_matching_programmes_comes_once():
    campus = CampusFactory()
    ProgrammeFactory(published=True, at=[campus])
    ProgrammeFactory(published=True, at=[campus])
    assert list(asked("eqf=4").campuses()) == [campus]
    assert list(asked("eqf=4").schools()) == [campus.school]


def at(lat: float, lon: float):
    return CampusFactory(place=PlaceFactory(lat=lat, lon=lon))


def test_near_gives_the_nearest_first_with_the_great_circle_distance():
    here = Point(*GENT)
    far, close, beyond = at(51.28, 3.90), at(51.06, 3.72), at(51.70, 3.72)
    found = list(asked(f"near={here.lat},{here.lon}").campuses())
    assert found == [close, far]
    for campus in found:
        assert campus.distance == pytest.approx(distance_km(here, campus.place.point), abs=0.001)
    assert beyond in asked(f"near={here.lat},{here.lon}&radius=100").campuses()


def test_the_corner_of_the_box_is_outside_the_circle():
    """The box around 10 km reaches some 14 km into its corners."""
    corner = at(51.05 + 0.08, 3.72 + 0.12)
    assert distance_km(Point(51.05, 3.72), corner.place.point) > 10
    assert list(asked("near=51.05,3.72&radius=10").campuses()) == []
    assert list(asked("near=51.05,3.72&radius=13").campuses()) == [corner]


def test_a_radius_without_a_point_asks_nothing():
    campus = at(51.05, 3.72)
    assert list(asked("radius=1").campuses()) == [campus]


def test_programmes_and_schools_are_as_near_as_their_nearest_campus():
    far, close = at(51.20, 3.72), at(51.10, 3.72)
    close.school = far.school
    close.slug = "dichtbij"
    close.save()
    two = ProgrammeFactory(published=True, at=[far, close])
    other = ProgrammeFactory(published=True, at=[at(51.15, 3.72)])
    query = asked("near=51.05,3.72")
    assert list(query.programmes()) == [two, other]
    assert query.programmes()[0].distance == pytest.approx(5.56, abs=0.01)
    assert list(query.schools()) == [two.school, other.school]


def test_a_school_is_where_it_teaches_what_was_asked_not_where_it_teaches_else():
    """Care in the far town and technology in the near one is no care in the near one."""
    far, close = at(51.60, 3.72), at(51.05, 3.72)
    close.school = far.school
    close.slug = "dichtbij"
    close.save()
    ProgrammeFactory(published=True, in_care=True, at=[far])
    ProgrammeFactory(published=True, at=[close])
    for where in ("near=51.05,3.72", "bbox=3.7,51.0,3.8,51.1"):
        assert not asked(f"sector=care&{where}").campuses().exists()
        assert not asked(f"sector=care&{where}").schools().exists()
        assert asked(f"sector=technics&{where}").schools().exists()


def test_a_box_finds_what_is_inside_and_what_has_no_place_is_nowhere():
    inside = at(51.05, 3.72)
    CampusFactory(unlocated=True)
    at(52.5, 5)
    assert list(asked("bbox=3.5,51,4,51.5").campuses()) == [inside]
    assert list(asked("bbox=3.5,51.5,4,51").campuses()) == [inside]


def test_a_box_whose_west_lies_east_goes_around_the_world():
    antipode, here = at(-17, 179.5), at(51, 3)
    assert list(asked("bbox=179,-20,-179,60").campuses()) == [antipode]
    assert list(asked("bbox=-180,-20,180,60").campuses()) == sorted([antipode, here], key=lambda c: (c.sort_key, c.pk))


# --- menus ---------------------------------------------------------------------------------------


def test_a_menu_counts_campuses_under_the_other_filters():
    offered(in_care=True)
    offered(in_ict=True)
    both = offered(nl=True, in_nl=True)
    ProgrammeFactory(published=True, in_nl=True, in_ict=True, at=[both])
    assert asked("").counts_by("sector") == {"technics": 2, "care": 1, "ict": 2}
    assert asked("country=nl&sector=care").counts_by("sector") == {"technics": 1, "care": 0, "ict": 1}
    assert asked("country=nl").counts_by("country") == {"be": 2, "nl": 1}
    assert asked("country=nl").counts_by("form") == {"MBO_BOL": 1}
    assert asked("").counts_by("language") == {"nl": 3}


@pytest.mark.parametrize("name", ["country", "sector", "eqf", "form", "language"])
def test_a_menu_costs_one_query(name, django_assert_num_queries):
    offered()
    query = asked("country=be&eqf=4")
    with django_assert_num_queries(1):
        query.counts_by(name)


# --- words and places ----------------------------------------------------------------------------


def test_words_rank_what_they_find():
    title = ProgrammeFactory(published=True, title_nl="Lasser", at=[CampusFactory()])
    mention = ProgrammeFactory(published=True, title_nl="Metaal", content_nl="Je wordt lasser.", at=[CampusFactory()])
    ProgrammeFactory(published=True, title_nl="Verpleegkunde", at=[CampusFactory()])
    ProgrammeFactory(title_nl="Lasser in ontwerp", at=[CampusFactory()])
    assert list(asked("q=lasser").programmes()) == [title, mention]


def test_words_and_filters_must_both_hold():
    care = offered(title_nl="Lassen in de zorg", in_care=True)
    offered(title_nl="Lassen in de haven")
    assert list(asked("q=lassen&sector=care").campuses()) == [care]


def test_campuses_of_the_programmes_found_are_found_too():
    """The words stand in what the programme tells, not in anything that the campus says of itself."""
    care = offered(title_nl="Zorgkundige", content_nl="Je werkt in een team met verpleegkundigen.")
    offered(title_nl="Lassen", content_nl="Je last staal.")
    assert list(asked("q=verpleegkundigen").campuses()) == [care]


def test_a_place_among_the_words_asks_for_what_lies_around_it():
    terneuzen = CampusFactory(in_nl=True, place=PlaceFactory(in_nl=True, lat=51.33, lon=3.83))
    ProgrammeFactory(published=True, in_nl=True, title_nl="Lasser", at=[terneuzen])
    ProgrammeFactory(published=True, title_nl="Lasser", at=[at(51.05, 3.72)])
    query = asked("q=lasser Terneuzen&radius=10")
    assert query.place_label.endswith("Terneuzen")
    assert list(query.campuses()) == [terneuzen]
    assert query.campuses()[0].distance < 10


def test_words_that_lead_nowhere_find_nothing():
    offered(title_nl="Lasser")
    assert not asked("q=xyzzyplugh").campuses().exists()
    assert not asked("q=xyzzyplugh").programmes().exists()
    assert not asked("q=xyzzyplugh").schools().exists()
    assert asked("q=xyzzyplugh").counts_by("country") == {}
