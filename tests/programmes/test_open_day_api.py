import pytest
from django.db import transaction

from les_portal.publication.changes import together
from programmes.models import OpenDay
from tests.factories.programmes import OpenDayFactory, ProgrammeFactory
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db
EVENTS = "/api/v1/events/"


def found(client, asked: str = "") -> list[str]:
    return [row["id"] for row in client.get(f"{EVENTS}?{asked}").json()["results"]]


def test_a_day_is_told_whole(client):
    campus = CampusFactory()
    programme = ProgrammeFactory(published=True, at=[campus], title_nl="Lassen", title_fr="Soudage")
    day = OpenDayFactory(programme=programme, note_nl="Kom kijken.", website="https://school.example.org/")
    answer = client.get(f"{EVENTS}?lang=fr").json()
    assert {name: answer[name] for name in ("count", "next", "previous")} == {
        "count": 1,
        "next": None,
        "previous": None,
    }
    (row,) = answer["results"]
    (place,) = row.pop("campuses")
    assert (place["id"], place["municipality"]) == (campus.pk, "Gent")
    url = f"http://testserver/fr/programmes/{programme.slug}/"
    assert row == {
        "id": str(day.uid),
        "kind": "open_day",
        "status": "confirmed",
        "starts_at": day.begins.isoformat(),
        "ends_at": day.ends.isoformat(),
        "is_online": False,
        "school": {"id": day.school_id, "name": day.school.organisation.name},
        "country": "be",
        "programme": {"id": programme.pk, "title": {"nl": "Lassen", "fr": "Soudage", "en": None}, "url": url},
        "note": {"nl": "Kom kijken.", "fr": None, "en": None},
        "website": "https://school.example.org/",
        "is_demo": False,
        "url": url,
        "calendar": f"http://testserver/fr/events/{day.uid}.ics",
    }


def test_only_what_is_to_come_the_first_one_first_and_what_was_cancelled_says_so(client):
    later, soon = OpenDayFactory(in_days=20), OpenDayFactory(in_days=2, cancelled=True)
    OpenDayFactory(over=True)
    OpenDayFactory(programme=ProgrammeFactory())
    assert found(client) == [str(soon.uid), str(later.uid)]
    assert [row["status"] for row in client.get(EVENTS).json()["results"]] == ["cancelled", "confirmed"]


def test_filters_are_those_of_the_page(client):
    care = OpenDayFactory(programme=ProgrammeFactory(published=True, in_care=True, at=[CampusFactory()]), in_days=2)
    dutch = OpenDayFactory(campus=CampusFactory(in_nl=True), in_days=50, kind=OpenDay.Kind.TASTER)
    assert found(client, "sector=care") == [str(care.uid)]
    assert found(client, "country=nl") == [str(dutch.uid)]
    assert found(client, "kind=taster&kind=info") == [str(dutch.uid)]
    assert found(client, "open_day=30") == [str(care.uid)]
    assert found(client, f"school={dutch.school.organisation.slug}") == [str(dutch.uid)]
    assert found(client, "kind=") == [str(care.uid), str(dutch.uid)]


def test_pages_lead_to_each_other_and_keep_the_question(client):
    for number in range(3):
        OpenDayFactory(in_days=number + 1)
    first = client.get(f"{EVENTS}?kind=open_day&page_size=2").json()
    assert first["count"] == 3
    assert first["next"] == "http://testserver/api/v1/events/?kind=open_day&page=2&page_size=2"
    second = client.get(first["next"]).json()
    assert len(second["results"]) == 1
    assert second["previous"].endswith("?kind=open_day&page=1&page_size=2")
    assert client.get(f"{EVENTS}?page=2").status_code == 404


@pytest.mark.parametrize("bad", ["kind=party", "school=a/b", "school=a&school=b", "open_day=999", "sector=x"])
def test_what_cannot_be_asked_is_refused_with_a_sentence(client, bad):
    answer = client.get(f"{EVENTS}?{bad}")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [bad.partition("=")[0]]


@pytest.mark.parametrize("address", ["campuses.geojson", "programmes/", "schools/"])
def test_the_other_lists_ask_for_a_day_too(client, address):
    campus = CampusFactory()
    ProgrammeFactory(published=True, at=[campus])
    other = CampusFactory()
    ProgrammeFactory(published=True, at=[other])
    OpenDayFactory(campus=campus)
    answer = client.get(f"/api/v1/{address}?open_day=30").json()
    assert len(answer.get("results", answer.get("features"))) == 1
    assert client.get(f"/api/v1/{address}?open_day=366").status_code == 400


def test_it_costs_as_much_for_one_as_for_50(queries_stay_constant):
    def make(rows: int) -> None:
        with transaction.atomic(), together():
            for number in range(rows):
                programme = ProgrammeFactory(published=True, at=[CampusFactory()])
                OpenDayFactory(programme=programme, in_days=number, note_nl=f"{number}")

    queries_stay_constant(EVENTS, make)
