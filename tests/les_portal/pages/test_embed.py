"""In a frame on other websites: what it shows, what it sees of a visitor, and the line that partners copy."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.browsing.queries import queries_stay_constant
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory

pytestmark = pytest.mark.django_db
MAP, LIST, POINTS = reverse("embed:map"), reverse("embed:list"), reverse("embed:points")


@pytest.fixture
def school():
    campus = CampusFactory(
        name="Campus Haven", school__organisation__name="Havenschool", place__lat=51.05, place__lon=3.72
    )
    ProgrammeFactory(published=True, at=[campus], title_nl="Lasser")
    ProgrammeFactory(at=[campus], title_nl="Nog een ontwerp")
    there = CampusFactory(in_nl=True, place__lat=51.336, place__lon=3.828)
    ProgrammeFactory(published=True, in_nl=True, in_care=True, at=[there], title_nl="Verpleegkundige")
    return campus.school


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def titles(response) -> list[str]:
    return [heading.get_text(strip=True) for heading in soup(response).select(".embed-items h2")]


@pytest.mark.parametrize("address", [MAP, LIST])
def test_it_may_stand_in_any_frame_and_nothing_else_may(client, school, address):
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "X-Frame-Options" not in answer
    page = client.get(reverse("pages:map"))
    assert (page["X-Frame-Options"], "frame-ancestors 'none'" in page["Content-Security-Policy"]) == ("DENY", True)
    points = client.get(POINTS)
    assert points["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("address", [MAP, LIST, POINTS])
def test_it_sets_no_cookie_and_knows_nobody(client_of, anna, school, address):
    client = client_of(anna)
    answer = client.get(address)
    assert not answer.cookies
    assert "Anna" not in answer.content.decode()
    assert answer["Cache-Control"] == "public, no-cache", "the same for everybody"


def test_a_list_of_one_school(client, school):
    answer = client.get(f"{LIST}?school={school.organisation.slug}")
    assert titles(answer) == ["Lasser"]
    link = soup(answer).select_one(".embed-items a")
    assert (link["target"], link["rel"]) == ("_blank", ["noopener"])
    assert soup(answer).select_one(".embed-foot a")["href"] == school.get_absolute_url()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("", ["Lasser", "Verpleegkundige"]),
        ("sector=care", ["Verpleegkundige"]),
        ("country=be", ["Lasser"]),
        ("near=51.336,3.828&radius=10", ["Verpleegkundige"]),
        ("country=be&show=schools", ["Campus Haven"]),
    ],
)
def test_a_list_of_a_region(client, school, question, found):
    assert titles(client.get(f"{LIST}?{question}")) == found


def test_its_language_is_in_its_address(client, school):
    answer = client.get("/fr/embed/list/")
    assert soup(answer).html["lang"] == "fr"


def test_points_are_those_of_the_school(client, school):
    assert client.get(POINTS).json()["places"] == 2
    own = client.get(f"{POINTS}?school={school.organisation.slug}").json()
    assert (own["places"], own["name"]) == (1, ["Campus Haven"])
    assert client.get(f"{POINTS}?school={school.organisation.slug}&country=nl").json()["places"] == 0


def test_a_place_shows_what_the_question_leaves(client, school):
    place = reverse("embed:place", args=[school.campuses.get().place_id])
    assert titles(client.get(place)) == ["Campus Haven"]
    assert client.get(f"{place}?country=nl").status_code == 404
    assert client.get(f"{place}?school=elders").status_code == 404


def test_the_map_without_javascript_is_a_list_away(client, school):
    page = soup(client.get(f"{MAP}?school={school.organisation.slug}"))
    way = page.select_one(".embed-ways a")["href"]
    assert titles(client.get(way)) == ["Campus Haven"]
    assert "target" not in page.select_one(".embed-ways a").attrs


@pytest.mark.parametrize("slug", ["bestaat-niet", "x\x00y"])
@pytest.mark.parametrize("address", [MAP, LIST])
def test_a_school_that_left_is_said_in_the_frame(client, address, slug):
    SchoolFactory(organisation__slug="bestaat-niet", retired=True)
    answer = client.get(address, {"school": slug})
    assert answer.status_code == 404
    assert "X-Frame-Options" not in answer
    assert reverse("pages:partners") in answer.content.decode()


def test_a_bad_parameter_is_said(client, school):
    assert "eqf" in client.get(f"{LIST}?eqf=veel").content.decode().lower()


@pytest.mark.parametrize("address", [MAP, LIST, f"{LIST}?show=schools", POINTS])
def test_it_asks_as_much_for_many_as_for_one(client, address):
    def make(number: int) -> None:
        for _each in range(number):
            ProgrammeFactory(published=True, at=[CampusFactory()])

    queries_stay_constant(client, address, make, rows=20)


# --- the page for partners ----------------------------------------------------------------------

PARTNERS = reverse("pages:partners")


def frame_of(response) -> str:
    """The address in the line, which is the one that is shown too."""
    page = soup(response)
    line = BeautifulSoup(page.find("textarea").get_text(), "html.parser").iframe
    assert line["src"] == page.find("iframe")["src"]
    assert line["title"]
    return line["src"].removeprefix("http://testserver")


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("", "/nl/embed/map/"),
        ("what=programmes&country=nl&sector=care", "/nl/embed/list/?country=nl&sector=care"),
        ("what=schools&q=Gent&radius=10&in=fr", "/fr/embed/list/?q=Gent&radius=10&show=schools"),
        ("what=onzin&in=de", "/nl/embed/map/"),
    ],
)
def test_partners_choose_and_copy_one_line(client, school, question, address):
    assert frame_of(client.get(f"{PARTNERS}?{question}")) == address
    assert client.get(address).status_code == 200


def test_partners_find_a_school_by_a_part_of_its_name(client, school):
    page = soup(client.get(f"{PARTNERS}?school=HAVENsch&what=programmes"))
    link = next(link for link in page.select("form a") if link.get_text() == "Havenschool")
    chosen = client.get(f"{PARTNERS}{link['href']}")
    assert frame_of(chosen) == f"/nl/embed/list/?school={school.organisation.slug}"
    assert "toverschool" in soup(client.get(f"{PARTNERS}?school=toverschool")).select_one("[role=alert]").get_text()


def test_the_page_for_partners_shows_only_our_own_frame(client, school):
    answer = client.get(PARTNERS)
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    assert "frame-src" not in client.get(reverse("pages:sources"))["Content-Security-Policy"]
    assert PARTNERS in client.get(reverse("pages:home")).content.decode(), "the foot leads there"


def test_a_name_in_the_line_cannot_end_it(client):
    nasty = SchoolFactory(organisation__name='"><script>x</script>')
    answer = client.get(f"{PARTNERS}?school={nasty.organisation.slug}")
    assert "<script>x" not in answer.content.decode()
    line = BeautifulSoup(soup(answer).find("textarea").get_text(), "html.parser")
    assert (line.script, nasty.organisation.name in line.iframe["title"]) == (None, True)
