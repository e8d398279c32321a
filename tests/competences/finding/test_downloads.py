"""Who fetches the paper of a description is counted once, and nothing is kept of who it was."""

import pytest
from django.urls import reverse

from les_portal.counts.models import Count
from tests.competences.finding.rows import BROWSER, published
from tests.factories.documents import DocumentFactory
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def description():
    return published()


@pytest.fixture
def file(description) -> str:
    paper = DocumentFactory(kind="authorised_description", about=description, title="Beschrijving")
    return reverse("documents:file", args=[paper.number, paper.file_name])


def get(client, url: str, **more):
    """To its end, as a browser does."""
    response = client.get(url, **(BROWSER | more))
    response.body = response.getvalue()
    return response


def fetched(description) -> int:
    rows = Count.objects.filter(kind="description", object_id=description.pk, event="download")
    return sum(rows.values_list("number", flat=True))


def test_a_download_is_counted(client, description, file):
    for _n in range(2):
        assert get(client, file).body.startswith(b"%PDF")
    assert fetched(description) == 2


def test_one_network_does_not_count_up(client, description, file):
    for _n in range(25):
        get(client, file)
    assert fetched(description) == 20
    get(client, file, REMOTE_ADDR="192.0.2.9")
    assert fetched(description) == 21


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_DNT": "1"},
        {"HTTP_SEC_GPC": "1"},
        {"HTTP_USER_AGENT": "Examplebot/2.1"},
        {"HTTP_RANGE": "bytes=10-20"},
    ],
)
def test_robots_who_asks_not_to_be_followed_and_parts_are_not(client, description, file, more):
    assert get(client, file, **more).status_code in (200, 206)
    assert fetched(description) == 0


def test_neither_is_looking_whether_it_is_there_or_still_the_same(client, description, file):
    client.head(file, **BROWSER)
    same = get(client, file)
    get(client, file, HTTP_IF_NONE_MATCH=same["ETag"])
    assert fetched(description) == 1


def test_the_beginning_that_a_viewer_asks_for_is(client, description, file):
    assert get(client, file, HTTP_RANGE="bytes=0-99").status_code == 206
    assert fetched(description) == 1


def test_looking_at_a_description_and_a_diploma_is_counted_and_a_draft_is_not(client, description):
    def say(said):
        return client.post("/count/", said, content_type="text/plain", **BROWSER)

    diploma = description.comparison.source
    say(f"view description {description.pk}")
    say(f"view qualification {diploma.pk}")
    draft = ProgrammeFactory(qualification=diploma)
    say(f"view programme {draft.pk}")
    type(description).objects.filter(pk=description.pk).update(is_current=False)
    say(f"view description {description.pk}")
    say(f"download description {description.pk}")
    say(f"ask qualification {diploma.pk}")
    assert set(Count.objects.values_list("kind", "event", "number")) == {
        ("description", "view", 1),
        ("qualification", "view", 1),
    }
