import datetime

import pytest
from django.utils import timezone

from competences.missed import term_of
from les_portal.counts.forgetting import KEPT, forget_old_days
from les_portal.counts.models import Miss
from les_portal.counts.reading import misses
from les_portal.counts.recording import add_miss
from tests.competences.finding.rows import BROWSER

DOOR = "/nl/descriptions/missed/"


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("Wondzorg ", "wondzorg"),
        ("Électro-mécanique", "electro mecanique"),
        ("25309", "25309"),
        ("BK 0024", "bk 0024"),
        ("bk-0024", "bk 0024"),
        ("crebo 25309", "crebo 25309"),
    ],
)
def test_a_term_is_counted_as_it_is_alike(typed, term):
    assert term_of(typed) == term


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "jan@example.org",
            "jan.peeters@example",
            "janpeeters85",
            "jan peeters 1985",
            "0475 12 34 56",
            "+32475123456",
        ),
        *("https://example.org", "www.example.org", "123456789", "", "  ", "a", "x" * 61),
        "een hele zin die iemand over zichzelf typt",
    ],
)
def test_what_may_say_who_it_is_is_not_kept(typed):
    assert term_of(typed) == ""


def send(client, said: str, **more):
    headers = {name: value for name, value in (BROWSER | more).items() if value is not None}
    return client.post(DOOR, said, content_type="text/plain", **headers)


def kept() -> list[tuple[str, int]]:
    return list(Miss.objects.values_list("term", "number"))


@pytest.mark.django_db
def test_a_term_is_counted_once_a_day_for_one_network(client):
    for said in ("Wondzorg", "wondzorg"):
        assert send(client, said).status_code == 204
    assert kept() == [("wondzorg", 1)]
    send(client, "wondzorg", REMOTE_ADDR="203.0.113.9")
    assert kept() == [("wondzorg", 2)]
    assert Miss.objects.get().week.weekday() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_DNT": "1"},
        {"HTTP_SEC_GPC": "1"},
        {"HTTP_USER_AGENT": "curl/8.5.0"},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://elsewhere.example.org"},
    ],
)
def test_who_is_not_to_be_counted_gets_the_same_answer(client, more):
    assert send(client, "wondzorg", **more).status_code == 204
    assert kept() == []


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["jan@example.org", "x" * 500])
def test_what_is_not_a_term_is_not_counted(client, said):
    assert send(client, said).status_code == 204
    assert kept() == []


@pytest.mark.django_db
def test_one_network_cannot_fill_the_table(client):
    for number in range(30):
        send(client, f"woord {chr(97 + number % 26) * (2 + number // 26)}")
    assert Miss.objects.count() == 20


@pytest.mark.django_db
def test_asking_the_door_shows_nothing(client):
    assert client.get(DOOR).status_code == 405


@pytest.mark.django_db
def test_only_a_term_that_was_looked_for_three_times_is_shown():
    week = timezone.localdate()
    for term, times in {"wondzorg": 3, "ketelbouwer": 2}.items():
        for _n in range(times):
            add_miss("description", term)
    assert [(row["term"], row["times"]) for row in misses("description", since=week - datetime.timedelta(days=7))] == [
        ("wondzorg", 3)
    ]


@pytest.mark.django_db
def test_terms_are_forgotten_after_four_hundred_days():
    today = datetime.date(2026, 11, 20)
    for days in (KEPT.days, KEPT.days + 1):
        Miss.objects.create(kind="description", term="wondzorg", week=today - datetime.timedelta(days=days), number=5)
    assert forget_old_days(today) == 1
    assert Miss.objects.get().week == today - KEPT
