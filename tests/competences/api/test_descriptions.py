"""`/api/v1/descriptions/`: a list, one, its linked data, its paper; of which version, and what is withheld."""

import hashlib
from datetime import timedelta

import pytest
import rdflib
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from competences.models import AuthorisedDescription
from les_portal.documents.models import Document
from les_portal.publication.changes import changed
from tests.competences.api.published import make_papers, next_version, published, withdraw
from tests.competences.elm.validating import NEEDS_THE_MODEL, complaints_of_the_shapes
from tests.factories.competences import authorised, concluded, counting, in_review

pytestmark = pytest.mark.django_db
API = "/api/v1/descriptions/"
Status = AuthorisedDescription.Status


@pytest.fixture
def get(client):
    def ask(path: str = "", status: int = 200, headers: dict | None = None):
        response = client.get(API + path, headers=headers or {})
        response.body = b"".join(response) if response.streaming else response.content
        assert response.status_code == status, response.body[:500]
        return response

    return ask


def numbers(response) -> list[str]:
    return [f"{row['number']}-v{row['version']}" for row in response.json()["results"]]


# --- the list -------------------------------------------------------------------------------------


def test_list_tells_both_diplomas_coverage_and_where_to_read_on(get):
    description = published(languages=("nl", "en"))
    [row] = get().json()["results"]
    source = description.comparison.source
    assert (row["number"], row["version"], row["status"]) == (description.number, 1, "published")
    assert row["coverage"] == {"percent": 50, "equivalent": 1, "partial": 1, "missing": 1, "extra": 1}
    assert row["source"]["title"] == {"nl": source.title_nl, "fr": None, "en": None}
    assert row["source"]["level"] == {"framework": "VKS", "code": "4", "eqf": 4}
    assert row["languages"] == ["nl", "en"]
    assert row["url"] == f"http://testserver/nl/descriptions/{description.comparison.slug}/"
    assert row["pdf"] == f"http://testserver{API}{description.number}-v1.pdf"


def test_list_has_only_what_counts(get):
    in_review()
    authorised()
    first = published()
    second = next_version(first)
    assert numbers(get()) == [f"{second.number}-v2"]


def test_withdrawn_is_told_to_who_comes_back_and_to_nobody_else(get):
    gone, other = counting(), counting()
    before = timezone.now()
    withdraw(gone)
    assert numbers(get()) == [f"{other.number}-v1"]
    [row] = get(f"?since={before:%Y-%m-%dT%H:%M:%S.%fZ}").json()["results"]
    assert (row["number"], row["status"], row["languages"]) == (gone.number, "withdrawn", [])


def test_what_was_withdrawn_before_anybody_saw_it_is_nobodys_business(get):
    withdraw(authorised())
    assert numbers(get("?since=2000-01-01")) == []


def test_since_gives_what_changed_from_then_on_the_oldest_change_first(get):
    first, second, third = counting(), counting(), counting()
    now = timezone.now()
    for description, hours in ((first, 1), (second, 3), (third, 2)):
        rows = AuthorisedDescription.objects.filter(pk=description.pk)
        rows.update(changed_at=now - timedelta(hours=hours))
    start = (now - timedelta(hours=2)).isoformat()
    assert numbers(get(f"?since={start}".replace("+", "%2B"))) == [f"{third.number}-v1", f"{first.number}-v1"]
    assert numbers(get(f"?since={start}")) == [f"{third.number}-v1", f"{first.number}-v1"]  # a plus like any other


def test_last_change_of_an_answer_is_a_good_since_for_the_next(get):
    counting()
    last = get().json()["results"][-1]["changed_at"]
    assert parse_datetime(last).tzinfo
    assert numbers(get(f"?since={last}")) == numbers(get())


@pytest.mark.parametrize(
    "since", ["", "gisteren", "2026-13-01", "2026-1-1", "1026-01-01", "2026-01-01T25:00", "2026-01-01%00"]
)
def test_since_that_is_no_moment_is_said_so(get, since):
    assert "since" in get(f"?since={since}", 400).json()["errors"]
    assert "since" in get("?since=2026-01-01&since=2026-01-02", 400).json()["errors"]


@pytest.mark.parametrize("since", ["2026-02-31", "2026-12-31T23:59", "1999-01-01T00:00:00Z"])
def test_since_that_is_a_moment_is_taken(get, since):
    get(f"?since={since}")


def test_country_is_of_the_diploma_that_somebody_holds(get):
    description = counting()
    assert numbers(get("?country=be")) == [f"{description.number}-v1"]
    assert numbers(get("?country=nl")) == []
    assert "country" in get("?country=de", 400).json()["errors"]


def test_words_find_it_and_pages_lead_on(get):
    for _n in range(3):
        counting()
    answer = get("?page_size=2&country=be").json()
    assert (answer["count"], len(answer["results"]), answer["previous"]) == (3, 2, None)
    assert answer["next"] == f"http://testserver{API}?country=be&page_size=2&page=2"
    assert len(get("?page_size=2&page=2").json()["results"]) == 1
    get("?page_size=2&page=3", 404)


def test_number_of_queries_does_not_grow(client, queries_stay_constant):
    def rows(number: int) -> None:
        for _n in range(number):
            counting()

    queries_stay_constant(API, rows, rows=4)


# --- one ------------------------------------------------------------------------------------------


def test_one_tells_line_by_line_what_covers_what(get):
    description = published()
    answer = get(f"{description.number}.json").json()
    relations = [(line["relation"], line["sign"]) for line in answer["lines"]]
    assert sorted(relations) == [("equivalent", "="), ("extra", "+"), ("missing", "−"), ("partial", "≈")]
    known = {row["id"] for side in ("source", "target") for row in answer[side]["competences"]}
    assert all({line["competence"], *line["sources"]} <= known for line in answer["lines"])
    assert answer["summary"]["nl"] == description.summary
    assert answer["sign_offs"][0]["country"] == "be"
    assert "not a recognition" in get(f"{description.number}.json?lang=en").json()["disclaimer"]


def test_one_gives_the_fingerprint_of_each_file(get):
    description = published(languages=("nl", "fr"))
    papers = get(f"{description.number}.json").json()["documents"]
    assert [paper["language"] for paper in papers] == ["nl", "fr"]
    for paper in papers:
        content = get(paper["url"].removeprefix(f"http://testserver{API}")).body
        assert hashlib.sha256(content).hexdigest() == paper["sha256"]
        assert len(content) == paper["size"]


def test_one_names_no_person(get):
    description = published()
    people = [sign_off.by for sign_off in description.sign_offs.select_related("by")]
    answer = get(f"{description.number}.json").content.decode()
    assert people
    assert not any(person.name in answer or person.email in answer for person in people)


def test_number_alone_means_the_version_that_counts(get):
    first = published()
    second = next_version(first)
    assert get(f"{first.number}.json").json()["version"] == 2
    assert get(f"{second.number}-v1.json").json()["status"] == "superseded"
    assert get(f"{second.number}-nl-v1.json").json()["version"] == 1


def test_change_is_seen_at_once(get):
    description = counting()
    assert get(f"{description.number}.json").json()["status"] == "published"
    AuthorisedDescription.objects.update(status=Status.UNDER_REVIEW)
    changed("description", [description.pk])
    assert get(f"{description.number}.json").json()["status"] == "under_review"


@pytest.mark.parametrize("extension", ["json", "jsonld", "pdf"])
def test_who_may_not_know_of_it_is_told_that_there_is_none(get, extension):
    description = authorised()
    for number in (description.number, f"{description.number}-v1", f"{description.number}-nl-v1", "LES-AB-2026-9999"):
        assert "number" in get(f"{number}.{extension}", 404).json()["errors"]
    get(f"LES-AB-26-1.{extension}", 404)
    get(f"{description.number}-de-v1.{extension}", 404)


@pytest.mark.parametrize("extension", ["json", "jsonld", "pdf"])
def test_withdrawn_one_is_gone_and_says_so(get, extension):
    description = published()
    withdraw(description)
    for number in (description.number, f"{description.number}-nl-v1"):
        assert description.number in get(f"{number}.{extension}", 410).json()["errors"]["number"]


def test_everybody_may_ask_from_any_site_and_nobody_writes(client, get):
    description = counting()
    response = get(f"{description.number}.json")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert get(f"{description.number}.json", 304, {"If-None-Match": response["ETag"]}).content == b""
    assert client.post(f"{API}{description.number}.json").status_code == 405


# --- the paper ------------------------------------------------------------------------------------


def test_paper_is_the_stored_file_and_nothing_is_made(get, django_assert_num_queries):
    description = published(languages=("nl", "fr"))
    stored = Document.objects.about(description).get(language="fr")
    get(f"{description.number}-fr-v1.pdf")  # the table of content types is read once in a process
    with django_assert_num_queries(2):
        response = get(f"{description.number}-fr-v1.pdf")
    content = response.body
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == stored.sha256
    assert response["ETag"] == f'"{stored.sha256}"'
    assert response["Access-Control-Allow-Origin"] == "*"
    assert (response["Content-Type"], response["Content-Language"]) == ("application/pdf", "fr")


def test_paper_comes_in_parts_and_not_twice(get):
    description = published()
    name = f"{description.number}-nl-v1.pdf"
    whole = get(name).body
    part = get(name, 206, {"Range": "bytes=10-19"})
    assert part.body == whole[10:20]
    assert part["Content-Range"] == f"bytes 10-19/{len(whole)}"
    get(name, 304, {"If-None-Match": get(name)["ETag"]})
    get(name, 416, {"Range": f"bytes={len(whole)}-"})


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [(".pdf", "fr", "fr"), (".pdf", "de", "nl"), ("-v1.pdf?lang=en", "fr", "en"), ("-nl.pdf", "fr", "nl")],
)
def test_paper_speaks_the_language_of_the_number_or_of_who_asks(get, path, accepted, language):
    description = published(languages=("nl", "fr", "en"))
    response = get(f"{description.number}{path}", headers={"Accept-Language": accepted})
    assert response["Content-Language"] == language
    assert f"-{language}-v1" in response["Content-Disposition"]


def test_language_that_is_not_made_yet_falls_back_to_dutch_unless_it_was_asked_by_name(get):
    description = counting()
    get(f"{description.number}.pdf", 404)
    make_papers(description, "nl")
    assert get(f"{description.number}.pdf", headers={"Accept-Language": "fr"})["Content-Language"] == "nl"
    get(f"{description.number}-fr-v1.pdf", 404)


def test_paper_of_an_older_version_stays(get):
    first = published()
    before = get(f"{first.number}-nl-v1.pdf").body
    next_version(first)
    assert get(f"{first.number}-nl-v1.pdf").body == before
    assert get(f"{first.number}.pdf").body != before


def test_file_that_is_lost_is_said_so(get):
    description = published()
    paper = Document.objects.about(description).get(language="nl")
    paper.file.storage.delete(paper.file.name)
    assert "number" in get(f"{description.number}-nl-v1.pdf", 503).json()["errors"]


# --- linked data ----------------------------------------------------------------------------------

pytest_filter = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib")


def linked(get, number: str) -> tuple[dict, rdflib.Graph]:
    response = get(f"{number}.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    return response.json(), rdflib.Graph().parse(data=response.content, format="json-ld")


@pytest_filter
def test_linked_data_says_which_outcome_covers_which(get):
    description = counting(comparison=concluded("=="))
    document, graph = linked(get, description.number)
    les = rdflib.Namespace("http://testserver/api/v1/docs/#")
    elm = rdflib.Namespace("http://data.europa.eu/snb/model/elm/")
    covered = list(graph.subject_objects(les.outcome))
    assert len(covered) == 2
    for _line, outcome in covered:
        assert (outcome, rdflib.RDF.type, elm.LearningOutcome) in graph
    assert list(graph.objects(None, les.relation)) == [rdflib.Literal("equivalent")] * 2
    assert len(set(graph.subjects(rdflib.RDF.type, elm.Qualification))) == 2
    assert "recognition" in document["graph"][0]["description"]["en"]


@pytest_filter
def test_linked_data_never_calls_anything_the_same(get):
    _document, graph = linked(get, counting().number)
    said = {str(predicate) for predicate in graph.predicates()}
    assert not [name for name in said if "sameAs" in name or "Match" in name or "accreditation" in name]


@NEEDS_THE_MODEL
@pytest_filter
@pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning")
def test_shapes_find_nothing_in_linked_data(get):
    document, _graph = linked(get, counting().number)
    assert complaints_of_the_shapes(document) == []
