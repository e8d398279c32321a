"""Each hint: data that leads to it, and data that does not. It comes and goes with the data, and keeps its day."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from les_portal.jobs.queue import enqueue
from les_portal.listings.content import write
from les_portal.listings.models import Finding, WebsiteCheck
from les_portal.listings.quality.writing import look_at_schools
from les_portal.organisations.models import Country
from programmes.models import Programme, ProgrammeForm
from schools.models import Place
from tests.factories.organisations import OrganisationFactory
from tests.factories.programmes import ProgrammeFactory, QualificationFactory, the_form, the_level
from tests.factories.schools import GENT, CampusFactory, LocalityFactory, PlaceFactory, SchoolFactory

pytestmark = pytest.mark.django_db
Code = Finding.Code
YESTERDAY = datetime.timedelta(days=-1)


def codes_of(**about) -> set[str]:
    return set(Finding.objects.filter(**about).values_list("code", flat=True))


def campus_of(**changes):
    """In the middle of Gent, as its post code says."""
    return CampusFactory(**{"place__lat": GENT[0], "place__lon": GENT[1]} | changes)


def listing_of(**changes) -> Programme:
    """Nothing is wrong with it, but for the changes."""
    campus = changes.pop("campus", None) or campus_of(school=changes.pop("school", None) or SchoolFactory())
    texts = {f"title_{language}": "Elektromechanica" for language in ("nl", "fr", "en")}
    qualification = changes.pop("qualification", "a good one")
    if qualification == "a good one":
        qualification = QualificationFactory(source="VKS")
    given = texts | {"published": True, "qualification": qualification, "at": [campus]} | changes
    return ProgrammeFactory(**given)


def dead(url: str, *, days: int = WebsiteCheck.DAYS_UNTIL_DEAD) -> WebsiteCheck:
    return WebsiteCheck.objects.create(url=url, problem="gone", failed_days=days, checked_at=timezone.now())


def test_a_listing_without_fault_has_no_hint():
    listing = listing_of()
    assert codes_of(school=listing.school) == set()


# --- where it is --------------------------------------------------------------------------------


def campus_at(lat, lon, **changes):
    locality = LocalityFactory(country=changes.get("country", Country.BE), postcode="8999")
    given = {"postcode": "8999", "municipality": locality.name, "lat": lat, "lon": lon} | changes
    return CampusFactory(place=PlaceFactory(**given))


@pytest.mark.parametrize(
    ("lat", "lon", "why"),
    [
        (GENT[0] + 0.06, GENT[1], "far"),
        (0.0, 0.0, "zero"),
        (GENT[1], GENT[0], "swapped"),
        (41.9, 12.5, "abroad"),
    ],
)
def test_coordinates_that_do_not_fit_the_address(lat, lon, why):
    campus = campus_at(lat, lon)
    assert codes_of(campus=campus) == {Code.FAR_FROM_ADDRESS}
    assert Finding.objects.get(campus=campus).details["why"] == why


def test_the_distance_is_told_in_km():
    campus = campus_at(GENT[0] + 0.09, GENT[1])
    assert Finding.objects.get(campus=campus).details["km"] == 10


@pytest.mark.parametrize(("precision", "fits"), [("register", False), ("estimate", True), ("postcode", False)])
def test_an_estimate_may_lie_farther_from_the_middle_of_its_post_code(precision, fits):
    campus = campus_at(GENT[0] + 0.05, GENT[1], precision=precision)  # 5.6 km
    assert codes_of(campus=campus) == (set() if fits else {Code.FAR_FROM_ADDRESS})


def test_what_was_placed_by_its_post_code_lies_near_its_middle():
    assert codes_of(campus=campus_at(GENT[0] + 0.035, GENT[1], precision="postcode")) == {Code.FAR_FROM_ADDRESS}
    assert codes_of(campus=campus_at(GENT[0] + 0.035, GENT[1], precision="address")) == set()


def test_villages_that_share_a_post_code_have_a_middle_each():
    LocalityFactory(postcode="8999", name="Far Testegem", lat=GENT[0] + 0.1, lon=GENT[1])
    assert codes_of(campus=campus_at(GENT[0] + 0.1, GENT[1])) == set()


def test_a_post_code_of_the_other_side_is_another_place():
    LocalityFactory(country=Country.NL, postcode="8999", lat=51.4, lon=3.9)
    LocalityFactory(country=Country.BE, postcode="8999")
    place = {"country": Country.NL, "postcode": "8999AB", "lat": 51.4, "lon": 3.9}
    assert codes_of(campus=CampusFactory(place=PlaceFactory(**place))) == set()
    as_belgian = place | {"country": Country.BE, "postcode": "8999"}
    assert codes_of(campus=CampusFactory(place=PlaceFactory(**as_belgian))) == {Code.FAR_FROM_ADDRESS}


def test_a_french_post_code_is_not_read_as_a_belgian_one():
    LocalityFactory(postcode="5900")
    place = PlaceFactory(country=Country.FR, postcode="59000", municipality="Lille", lat=50.63, lon=3.06)
    assert codes_of(campus=CampusFactory(place=place)) == set()


def test_an_unknown_post_code_says_only_whether_it_is_in_its_country():
    assert codes_of(campus=campus_of(place__postcode="1001")) == set()
    assert codes_of(campus=campus_of(place__postcode="1001", place__lat=10.0)) == {Code.FAR_FROM_ADDRESS}


def test_a_campus_without_a_place():
    campus = CampusFactory(unlocated=True)
    assert codes_of(campus=campus) == {Code.NO_PLACE}
    Place.objects.filter(pk=campus.place_id).update(lat=GENT[0], lon=GENT[1])
    campus.save()
    assert codes_of(campus=campus) == set()


def test_a_listing_that_is_taught_nowhere():
    listing = listing_of()
    listing.offerings.get().delete()
    assert codes_of(programme=listing) == {Code.NO_PLACE}


def test_a_listing_whose_only_campus_was_closed():
    listing = listing_of()
    campus = listing.campuses.get()
    campus.closed_on = timezone.localdate()
    campus.save()
    assert codes_of(programme=listing) == {Code.NO_PLACE}


# --- qualification and level --------------------------------------------------------------------


def test_a_qualification_that_has_expired():
    today = timezone.localdate()
    old = QualificationFactory(source="VKS", valid_to=today + YESTERDAY)
    still = QualificationFactory(source="VKS", valid_to=today)
    assert codes_of(programme=listing_of(qualification=old)) == {Code.QUALIFICATION_EXPIRED}
    assert codes_of(programme=listing_of(qualification=still)) == set()


@pytest.mark.parametrize(
    ("changes", "is_unknown"),
    [
        ({"source": ""}, True),
        ({"source": "VKS", "code": ""}, True),
        ({"source": "a school", "code": "", "kind": "other"}, False),
        ({"source": "VKS"}, False),
    ],
)
def test_a_qualification_that_no_register_knows(changes, is_unknown):
    listing = listing_of(qualification=QualificationFactory(**changes))
    assert codes_of(programme=listing) == ({Code.QUALIFICATION_UNKNOWN} if is_unknown else set())


def test_a_listing_without_a_qualification():
    assert codes_of(programme=listing_of(qualification=None)) == {Code.NO_QUALIFICATION}


@pytest.mark.parametrize(
    ("form", "level", "fits"),
    [
        ("SO_VT", ("VKS", "4"), True),
        ("SO_VT", ("VKS", "5"), False),
        ("GRADUAAT", ("VKS", "4"), False),
        ("SO_VT", ("NLQF", "4"), False),
        ("MBO_BBL", ("NLQF", "4+"), True),
    ],
)
def test_a_level_that_does_not_fit_the_form(form, level, fits):
    listing = listing_of(form=the_form(form), level=the_level(*level))
    assert codes_of(programme=listing) == (set() if fits else {Code.LEVEL_OF_FORM})


def test_without_a_level_of_its_own_that_of_the_qualification_counts():
    five = QualificationFactory(source="VKS", level=the_level("VKS", "5"))
    assert codes_of(programme=listing_of(level=None, qualification=five)) == {Code.LEVEL_OF_FORM}
    assert codes_of(programme=listing_of(level=None, qualification=None)) == {Code.NO_QUALIFICATION}


def test_every_form_knows_its_levels_and_who_says_so():
    for form in ProgrammeForm.objects.all():
        assert 1 <= form.eqf_from <= form.eqf_to <= 8, form.code
        assert form.eqf_source, form.code


# --- contact ------------------------------------------------------------------------------------

NOBODY = {"email": "", "phone": ""}


def test_a_school_that_nobody_can_ask():
    school = SchoolFactory(organisation=OrganisationFactory(**NOBODY))
    assert codes_of(school=school) == {Code.NO_CONTACT}
    school.organisation.phone = "+32 9 000 00 00"
    school.organisation.save()
    assert codes_of(school=school) == set()


def test_a_campus_answers_for_its_school_but_not_for_a_listing():
    school = SchoolFactory(organisation=OrganisationFactory(**NOBODY))
    campus = campus_of(school=school, email="campus@example.org")
    listing, other = listing_of(campus=campus), listing_of(campus=campus, phone="+32 9 000 00 01")
    assert codes_of(school=school, programme=None) == set()
    assert codes_of(programme=listing) == {Code.NO_CONTACT}
    assert codes_of(programme=other) == set()


def test_where_nobody_at_all_can_be_asked_that_is_said_once():
    listing = listing_of(school=SchoolFactory(organisation=OrganisationFactory(**NOBODY)))
    assert codes_of(programme=listing) == set()
    assert codes_of(school=listing.school) == {Code.NO_CONTACT}


# --- languages ----------------------------------------------------------------------------------


def test_a_text_that_is_missing_in_a_language():
    listing = listing_of(summary_nl="Kort", summary_en="Short")
    finding = Finding.objects.get(programme=listing)
    assert (finding.code, finding.details) == (Code.MISSING_LANGUAGE, {"fr": ["summary"]})


def test_a_text_that_nobody_wrote_is_not_missing():
    assert codes_of(programme=listing_of(summary_nl="")) == set()


def test_a_translation_that_is_older_than_its_original():
    texts = {f"summary_{language}": "Kort" for language in ("nl", "fr", "en")}
    listing = listing_of(**texts)
    write(listing, {"summary_fr": "Bref", "summary_en": "Short"})
    assert codes_of(programme=listing) == set()
    write(listing, {"summary_nl": "Anders"})
    finding = Finding.objects.get(programme=listing)
    assert finding.code == Code.OUTDATED_TRANSLATION
    assert set(finding.details) == {"summary_fr", "summary_en"}
    write(listing, {"summary_fr": "Autrement"})
    assert set(Finding.objects.get(programme=listing).details) == {"summary_en"}


# --- websites -----------------------------------------------------------------------------------


def test_a_website_that_is_dead_is_a_hint_to_whoever_gives_it():
    url = "https://dead.example.org/"
    listing = listing_of(website=url)
    assert codes_of(school=listing.school) == set()
    check = dead(url, days=2)
    listing.save()
    assert codes_of(school=listing.school) == set(), "two bad days are no death"
    check.failed_days = 3
    check.save()
    listing.save()
    assert codes_of(programme=listing) == {Code.DEAD_WEBSITE}
    listing.website = "https://alive.example.org/"
    listing.save()
    assert codes_of(programme=listing) == set()


def test_dead_websites_of_a_school_and_of_a_campus():
    dead("https://school.example.org/")
    dead("https://campus.example.org/")
    campus = campus_of(website="https://campus.example.org/")
    assert codes_of(campus=campus) == {Code.DEAD_WEBSITE}
    assert codes_of(school=campus.school, campus=None) == {Code.DEAD_WEBSITE}


# --- for whom, and since when -------------------------------------------------------------------


@pytest.mark.parametrize(("status", "is_looked_at"), [("draft", False), ("proposed", True), ("archived", False)])
def test_what_is_still_being_written_or_gone_is_left_in_peace(status, is_looked_at):
    listing = listing_of(qualification=None)
    listing.status = status
    listing.save()
    assert codes_of(programme=listing) == ({Code.NO_QUALIFICATION} if is_looked_at else set())


def test_what_left_the_register_is_left_in_peace():
    campus = CampusFactory(unlocated=True, school__organisation=OrganisationFactory(**NOBODY))
    listing_of(campus=campus, qualification=None)
    assert len(codes_of(school=campus.school)) == 3
    campus.school.retired_on = timezone.localdate()
    campus.school.save()
    assert codes_of(school=campus.school) == set()


def test_a_hint_keeps_its_first_day_while_it_stands():
    listing = listing_of(qualification=None)
    long_ago = datetime.date(2020, 1, 1)
    Finding.objects.update(since=long_ago)
    listing.save()
    assert Finding.objects.get(programme=listing).since == long_ago


def test_a_dismissed_hint_stays_away_until_what_it_is_about_changes(anna):
    listing = listing_of(form=the_form("GRADUAAT"))
    Finding.objects.update(dismissed_at=timezone.now(), dismissed_by=anna)
    listing.email = "other@example.org"
    listing.save()
    assert not Finding.objects.standing().exists()
    listing.level = the_level("VKS", "3")
    listing.save()
    finding = Finding.objects.standing().get()
    assert (finding.code, finding.dismissed_by) == (Code.LEVEL_OF_FORM, None)


def test_the_day_alone_brings_a_hint(do_jobs):
    """Nobody changed anything: the qualification ran out."""
    listing = listing_of()
    qualification = listing.qualification
    type(qualification).objects.filter(pk=qualification.pk).update(valid_to=timezone.localdate() + YESTERDAY)
    assert codes_of(programme=listing) == set()
    ask("listings.look_at_all")
    assert do_jobs() == 2
    assert codes_of(programme=listing) == {Code.QUALIFICATION_EXPIRED}


def ask(kind: str) -> None:
    with transaction.atomic():
        enqueue(kind, {})


@pytest.mark.parametrize("listings", [1, 40])
def test_as_many_queries_for_one_listing_as_for_many(listings):
    campus = campus_of()
    for _each in range(listings):
        listing_of(campus=campus, qualification=None, form=the_form("GRADUAAT"))
    Finding.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        look_at_schools([campus.school_id])
    assert len(queries) <= 12
    assert Finding.objects.count() == 2 * listings


def test_looking_again_writes_nothing():
    listing = listing_of(qualification=None)
    with CaptureQueriesContext(connection) as queries:
        look_at_schools([listing.school_id])
    assert not [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]


def test_the_demo_has_no_place_that_is_far_from_its_address():
    call_command("demo", without_papers=True, stdout=StringIO())
    assert Finding.objects.exists()
    assert not Finding.objects.filter(code=Code.FAR_FROM_ADDRESS).exists()
