import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from les_portal.counts.models import Count
from tests.competences.finding.rows import BROWSER, dutch, flemish, frame, published
from tests.factories.competences import ElementFactory
from tests.factories.programmes import CounterpartFactory, OccupationFactory, ProgrammeFactory
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db


def address(row, name: str = "qualification") -> str:
    return reverse(f"descriptions:{name}", args=[row.slug])


def soup(client, url: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(url).content, "html.parser")


def test_its_page_tells_what_one_can_do_where_it_is_taught_and_what_it_leads_to(client):
    row = flemish(title_nl="Lasser", code="BK0777", source="Register", source_url="https://example.org/bk")
    (competence,) = frame(row, "Last een pijp")
    ElementFactory(competence=competence, text_nl="Kennis van staal")
    programme = ProgrammeFactory(published=True, qualification=row, leads_to=[OccupationFactory(title_nl="pijpfitter")])
    draft = ProgrammeFactory(qualification=row)
    page = soup(client, address(row))
    told = page.get_text()
    for text in ("Lasser", "BK0777", "VKS 4", "Last een pijp", "Kennis van staal", "pijpfitter", programme.title):
        assert text in told, text
    assert draft.title not in told
    assert page.select_one("details:not([open])")
    assert page.select_one("a[href='https://example.org/bk']")
    assert page.select_one(f"a[href='/api/v1/qualifications/{row.slug}.jsonld']")
    assert page.select_one("[data-count]")["data-count"] == f"qualification {row.pk}"


def test_its_page_shows_the_descriptions_of_both_directions(client):
    row = flemish()
    there, back = published(source=row), published(source=dutch(), target=row)
    links = [link["href"] for link in soup(client, address(row)).select("#across ~ .finds h3 a")]
    assert links == [there.get_absolute_url(), back.get_absolute_url()]


def test_retired_competences_are_not_told(client):
    row = flemish()
    (gone, _there) = frame(row, "Stookt een ketel", "Last")
    gone.retired_on = "2026-01-01"
    gone.save()
    assert "Stookt" not in client.get(address(row)).content.decode()


def test_nobody_finds_a_diploma_that_is_none(client):
    assert client.get("/nl/descriptions/qualifications/none/").status_code == 404


def test_queries_do_not_grow_with_the_frame(queries_stay_constant):
    row = flemish()

    def make(number):
        for n in range(number):
            (competence,) = frame(row, f"Taak {n}")
            ElementFactory(competence=competence)
            ProgrammeFactory(published=True, qualification=row)
            published(source=row)

    queries_stay_constant(address(row), make, rows=4)


# --- asking for a description ---------------------------------------------------------------------


def asked(row) -> int:
    return sum(Count.objects.filter(object_id=row.pk, event="ask").values_list("number", flat=True))


def test_anybody_can_ask_for_a_description_and_says_nothing_of_themselves(client):
    row = flemish()
    form = soup(client, address(row, "ask")).select_one("main form")
    assert [field["name"] for field in form.select("[name]")] == ["csrfmiddlewaretoken"]
    answer = client.post(address(row, "ask"), follow=True, **BROWSER)
    assert answer.redirect_chain == [(address(row), 302)]
    assert asked(row) == 1


def test_looking_at_the_question_counts_nothing(client):
    row = flemish()
    client.get(address(row, "ask"), **BROWSER)
    assert asked(row) == 0


def test_one_network_is_counted_five_times_a_day(client):
    row = flemish()
    for _n in range(8):
        client.post(address(row, "ask"), **BROWSER)
    assert asked(row) == 5


def test_a_robot_that_asks_is_thanked_and_not_counted(client):
    row = flemish()
    assert client.post(address(row, "ask"), HTTP_USER_AGENT="Examplebot/2.1").status_code == 302
    assert asked(row) == 0


# --- the part that a programme's page pulls -------------------------------------------------------


def test_a_programme_shows_how_far_its_diploma_reaches(client):
    row = flemish(title_nl="Elektromecanicien")
    there = published("==≈−+", source=row)
    back = published("=≈+", source=there.comparison.target, target=row)
    programme = ProgrammeFactory(published=True, qualification=row, at=[CampusFactory()])
    slot = soup(client, programme.get_absolute_url()).select_one(f"[hx-get='{address(row, 'of')}']")
    assert slot.select_one(f"a[href='{address(row)}']"), "without JavaScript there is a plain link"
    part = soup(client, address(row, "of"))
    links = {link["href"]: link.get_text() for link in part.select("p.small a")}
    assert "62 %" in links[there.get_absolute_url()]
    assert "75 %" in links[back.get_absolute_url()]


def test_a_counterpart_that_nobody_described_is_named_and_can_be_asked_for(client):
    pair = CounterpartFactory()
    part = soup(client, address(pair.flemish, "of"))
    assert pair.dutch.title in part.get_text()
    assert part.select_one(f"a[href='{address(pair.flemish, 'ask')}']")


def test_the_part_takes_the_place_of_as_many_lines(client):
    pair = CounterpartFactory()
    published(source=pair.flemish, target=pair.dutch)
    programme = ProgrammeFactory(published=True, qualification=pair.flemish, at=[CampusFactory()])
    slot = soup(client, programme.get_absolute_url()).select_one("[hx-get*='/of/']")
    part = soup(client, address(pair.flemish, "of"))
    assert len(slot.select("p")) == len(part.select("p")) == 2


def test_a_programme_without_a_diploma_pulls_nothing(client):
    programme = ProgrammeFactory(published=True, qualification=None, at=[CampusFactory()])
    page = client.get(programme.get_absolute_url()).content.decode()
    assert "hx-get" not in page
    assert "htmx" not in page


def test_queries_of_the_part_do_not_grow(queries_stay_constant):
    row = flemish()

    def make(number):
        for _n in range(number):
            published(source=row)
            CounterpartFactory(flemish=row)

    queries_stay_constant(address(row, "of"), make, rows=4)
