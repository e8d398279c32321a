"""What an employer finds who types a code, a name, a job, a school or what somebody can do."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from les_portal.publication.changes import changed
from les_portal.workflow.engine import workflow_of
from tests.competences.finding.rows import dutch, flemish, frame, published, ready, told
from tests.factories.competences import DescriptionFactory, ElementFactory, concluded, network_administrator
from tests.factories.programmes import OccupationFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
LIST = "/nl/descriptions/"


def page(client, query: str = "") -> BeautifulSoup:
    return BeautifulSoup(client.get(f"{LIST}{query}").content, "html.parser")


def text(element) -> str:
    return " ".join(element.get_text(" ").split())


def hits(client, query: str) -> list[str]:
    return [link["href"] for link in page(client, query).select("#results > .finds h3 a")]


@pytest.fixture
def pair():
    """Elektromecanicien and technicus, described both ways."""
    elektro = flemish(code="BK0024", title_nl="Elektromecanicien", title_en="Electromechanical technician")
    technicus = dutch(code="25309", title_nl="Technicus service en onderhoud")
    (fault,) = frame(technicus, "Spoort storingen op")
    ElementFactory(competence=fault, text_nl="Werking van een PLC")
    (bearing,) = frame(elektro, "Vervangt lagers")
    there, back = told(elektro, technicus, {fault: "="}), told(technicus, elektro, {bearing: "≈"})
    return there, back


@pytest.mark.parametrize("words", ["25309", "crebo 25309", "BK0024", "bk 0024", "Electromechanical"])
def test_a_code_or_a_name_finds_the_descriptions_of_both_directions(client, pair, words):
    assert set(hits(client, f"?q={words}")) == {row.get_absolute_url() for row in pair}


def test_the_diploma_that_is_held_comes_first(client, pair):
    there, back = pair
    assert hits(client, "?q=25309") == [back.get_absolute_url(), there.get_absolute_url()]
    assert hits(client, "?q=BK0024") == [there.get_absolute_url(), back.get_absolute_url()]


def test_a_hit_says_why_it_was_found(client, pair):
    cards = [text(card) for card in page(client, "?q=PLC").select("#results > .finds .find")]
    assert len(cards) == 2
    assert all("Spoort storingen op" in card and "Werking van een PLC" in card for card in cards)
    assert not any("Vervangt lagers" in card for card in cards)


def test_a_card_tells_coverage_levels_and_standing(client, pair):
    there, _back = pair
    card = next(card for card in page(client).select(".find") if there.get_absolute_url() in str(card))
    assert "100 %" in text(card)
    assert "VKS 4 · EQF 4" in text(card)
    assert "NLQF 4 · EQF 4" in text(card)
    assert there.number in text(card)
    assert card.select_one(".badge.good")


def test_under_review_is_said_and_the_description_stays(client, pair):
    there, _back = pair
    workflow_of(there).run("put_under_review", there, by=None)
    card = next(card for card in page(client).select(".find") if there.get_absolute_url() in str(card))
    assert card.select_one(".badge.warn")
    assert not card.select_one(".badge.good")


def test_what_is_not_published_is_nowhere(client):
    draft = DescriptionFactory(comparison=concluded(source=flemish(title_nl="Ketelbouwer")))
    changed("description", [draft.pk])
    assert hits(client, "?q=ketelbouwer") == []
    assert draft.comparison.slug not in str(page(client, "?q=ketelbouwer"))


def test_a_withdrawn_description_is_gone(client, pair):
    there, back = pair
    workflow_of(there).run("withdraw", there, by=network_administrator(), comment="Fout.")
    assert hits(client, "?q=25309") == [back.get_absolute_url()]


def test_an_occupation_and_a_school_lead_to_the_diploma(client, pair):
    _there, back = pair
    pijpfitter = OccupationFactory(title_nl="pijpfitter")
    programme = ProgrammeFactory(
        in_nl=True, published=True, qualification=back.comparison.source, leads_to=[pijpfitter], title_nl="Onderhoud"
    )
    programme.save()
    for words in ("pijpfitter", programme.school.organisation.name):
        assert back.get_absolute_url() in hits(client, f"?q={words}"), words
    assert "pijpfitter" in text(page(client, "?q=pijpfitter").select_one(".why"))


def test_filters_are_about_the_diploma_that_is_held(client, pair):
    there, back = pair
    assert hits(client, "?country=nl") == [back.get_absolute_url()]
    assert hits(client, "?q=PLC&country=be") == [there.get_absolute_url()]
    assert hits(client, "?eqf=4") == hits(client, "")
    assert hits(client, "?eqf=6") == []
    assert hits(client, "?sector=technics") == []
    ProgrammeFactory(published=True, qualification=there.comparison.source)
    assert hits(client, "?sector=technics") == [there.get_absolute_url()]
    assert hits(client, "?sector=care") == []


def test_a_bad_filter_is_left_out_and_said(client, pair):
    answer = page(client, "?eqf=99&country=nl")
    assert answer.select_one(".notice.warn li")
    assert len(answer.select("#results > .finds > li")) == 1


def test_a_diploma_without_description_stands_below_and_can_be_asked_for(client, pair):
    (plc,) = frame(lonely := flemish(title_nl="Lasser"), "Programmeert een PLC")
    answer = page(client, "?q=PLC")
    below = answer.select_one("[aria-labelledby=undescribed]")
    assert [link["href"] for link in below.select("h3 a")] == [
        reverse("descriptions:qualification", args=[lonely.slug])
    ]
    assert plc.title in text(below)
    assert below.select_one(f"a[href='{reverse('descriptions:ask', args=[lonely.slug])}']")
    assert lonely.slug not in str(page(client))


@pytest.mark.parametrize(
    ("query", "missed"),
    [
        ("?q=Ketelbouwer", "ketelbouwer"),
        ("?q=Lasser", "lasser"),  # a diploma, and no description
        ("?q=25309", None),
        ("?q=25309&eqf=6", None),  # a filter hides it
        ("?q=jan@example.org", None),
        ("", None),
    ],
)
def test_what_is_looked_for_in_vain_is_told_to_be_counted(client, pair, query, missed):
    flemish(title_nl="Lasser")
    count = page(client, query).select_one("#count")
    assert count.get("data-term") == missed


def test_nothing_found_says_what_to_do(client, pair):
    empty = page(client, "?q=zzyzx&country=be").select_one(".empty")
    assert [link["href"] for link in empty.select("a")] == ["?q=zzyzx", "/nl/programmes/?q=zzyzx", LIST]


def test_words_of_a_visitor_are_only_text(client, pair):
    body = client.get(f"{LIST}?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in body


def test_the_answer_that_htmx_swaps_is_that_of_the_page(pair, fragment_equals_page):
    fragment_equals_page(f"{LIST}?q=PLC", "#results")


def test_queries_do_not_grow_with_what_is_found(queries_stay_constant):
    occupation = OccupationFactory(title_nl="plc-programmeur")

    def make(number):
        for _n in range(number):
            description = published("=+", source=flemish(title_nl="PLC-technicus"))
            frame(description.comparison.source, "Programmeert een PLC")
            ProgrammeFactory(published=True, qualification=description.comparison.source, leads_to=[occupation])
            frame(flemish(title_nl="Lasser"), "Bedient een PLC")
            ready(description)

    queries_stay_constant(f"{LIST}?q=PLC", make, rows=5)


def test_a_second_page_shows_the_rest(client):
    rows = [published("=+", source=flemish(title_nl=f"Diploma {n}")) for n in range(13)]
    first, second = hits(client, ""), hits(client, "?page=2")
    assert (len(first), len(second)) == (12, 1)
    assert {*first, *second} == {row.get_absolute_url() for row in rows}
