import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from les_portal.publication.changes import together
from les_portal.search import engine
from les_portal.search.engine import find
from programmes.models import Offering, Programme
from programmes.preparation import index_programmes, index_schools
from schools.models import School
from tests.factories.programmes import OccupationFactory, OfferingFactory, ProgrammeFactory, QualificationFactory
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def campus():
    return CampusFactory(
        school__organisation__name="Scheldecollege", name="Vestiging Noord", place__municipality="Goes"
    )


@pytest.fixture
def welding(campus):
    occupation = OccupationFactory(title_nl="pijpfitter", title_fr="tuyauteur", title_en="pipe fitter")
    return ProgrammeFactory(
        published=True,
        at=[campus],
        leads_to=[occupation],
        title_nl="Lassen-constructie",
        title_fr="Soudage",
        title_en="Welding",
        summary_nl="Staal verbinden met vuur",
        content_fr="Lecture de plans",
        qualification=QualificationFactory(code="BK0777", title_nl="hoeknaadkundige"),
    )


# --- programmes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("lassen constructie", "soudage", "welding", "staal vuur", "lecture de plans", "pijpfitter", "tuyauteur"),
        *("pipe fitter", "hoeknaadkundige", "bk0777", "scheldecollege", "vestiging noord", "goes", "techniek goes"),
        *("mechatronica", "voltijds"),
    ],
)
def test_programme_is_found_by_what_is_told_about_it_in_every_language(welding, text):
    assert find("programme", text) == [welding.pk]


def test_programme_is_found_by_its_new_words_when_it_is_saved(welding):
    welding.title_nl = "Bakkerij"
    welding.save()
    assert find("programme", "bakkerij") == [welding.pk]
    assert find("programme", "constructie") == []


@pytest.mark.parametrize("status", [Programme.Status.DRAFT, Programme.Status.ARCHIVED])
def test_only_published_programmes_are_found(welding, campus, status):
    welding.status = status
    welding.save()
    assert find("programme", "soudage") == []
    assert find("campus", "soudage") == []
    assert find("campus", "scheldecollege") == [campus.pk]


def test_deleted_programme_is_forgotten(welding):
    welding.delete()
    assert find("programme", "soudage") == find("campus", "soudage") == []


def test_programme_of_a_retired_school_is_forgotten(welding, campus):
    campus.school.retired_on = datetime.date(2025, 8, 31)
    campus.school.save()
    assert find("programme", "soudage") == find("campus", "scheldecollege") == []


# --- campuses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["scheldecollege", "vestiging noord", "goes", "9000", "kanaalstraat", "secundair", "soudage", "tuyauteur goes"],
)
def test_campus_is_found_by_name_address_and_what_it_teaches(welding, campus, text):
    if text == "secundair":
        text = str(campus.school.get_type_display())
    assert find("campus", text) == [campus.pk]


def test_campus_without_a_programme_is_found(campus):
    assert find("campus", "scheldecollege") == [campus.pk]


def test_retired_campus_is_forgotten(campus, welding):
    campus.retired_on = datetime.date(2025, 8, 31)
    campus.save()
    assert find("campus", "scheldecollege") == []
    assert find("programme", "goes") == []


def test_campus_is_found_by_a_programme_only_while_it_is_offered_there(campus, welding):
    other = CampusFactory(school=campus.school)
    assert find("campus", "soudage") == [campus.pk]
    Offering.objects.create(programme=welding, campus=other)
    assert find("campus", "soudage") == [campus.pk, other.pk]
    Offering.objects.get(campus=campus).delete()
    assert find("campus", "soudage") == [other.pk]


def test_school_that_gets_another_name_is_found_by_it(campus, welding):
    campus.school.organisation.name = "Deltacollege"
    campus.school.organisation.save()
    assert find("campus", "deltacollege") == [campus.pk]
    assert find("programme", "deltacollege") == [welding.pk]
    assert find("campus", "scheldecollege") == []


# --- many at once ---------------------------------------------------------------------------------


def test_preparing_many_takes_as_many_queries_as_preparing_few():
    def programmes(number):
        return [OfferingFactory().programme for _ in range(number)]

    few, many = programmes(2), programmes(40)
    for prepare, ids in ((index_programmes, "pk"), (index_schools, "school_id")):
        counts = []
        for rows in (few, many):
            with CaptureQueriesContext(connection) as queries:
                prepare({getattr(row, ids) for row in rows})
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 25


def test_together_prepares_what_changed_inside():
    with transaction.atomic(), together():
        programme = ProgrammeFactory(published=True, title_nl="Zeilmakerij")
        assert find("programme", "zeilmakerij") == []
    assert find("programme", "zeilmakerij") == [programme.pk]


def test_reindex_rebuilds_everything_and_forgets_the_rest(welding, campus):
    engine.empty()
    engine.index("campus", [engine.Document(987_654, "Scheldecollege", "")])
    output = StringIO()
    with override("en"):
        call_command("reindex", stdout=output)
    assert find("programme", "soudage") == [welding.pk]
    assert find("campus", "scheldecollege") == [campus.pk]
    assert f"{School.objects.count()} schools" in output.getvalue()
