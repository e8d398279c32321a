import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from les_portal.publication.changes import edition
from programmes.models import Programme
from tests.factories.programmes import (
    BottleneckStatusFactory,
    CounterpartFactory,
    OccupationFactory,
    OfferingFactory,
    ProgrammeFactory,
)
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(response) -> str:
    return soup(response).main.get_text(" ", strip=True)


def published(**fields) -> Programme:
    return ProgrammeFactory(published=True, at=[CampusFactory()], **fields)


# --- one programme ------------------------------------------------------------------------------


def test_programme_tells_level_on_both_sides(client):
    page = text(client.get(published().get_absolute_url().replace("/nl/", "/en/")))
    assert "VKS 4" in page
    assert "EQF 4" in page
    assert "across the border: NLQF 4" in page


def test_programme_in_french_shows_missing_text_in_dutch_and_marks_it(client):
    programme = published(title_nl="Lassen", title_fr="", summary_nl="Je last.", summary_fr="Vous soudez.")
    page = soup(client.get(f"/fr/programmes/{programme.slug}/"))
    assert page.html["lang"] == "fr"
    title = page.h1
    assert title.find("span", lang="nl").get_text() == "Lassen"
    assert title.find("abbr", class_="lang-mark").get_text() == "nl"
    assert "Vous soudez." in page.find("p", class_="lead").get_text()
    assert not page.find("p", class_="lead").find("abbr")


def test_programme_names_bottleneck_with_source_and_year_on_its_own_side_only(client):
    occupation = OccupationFactory(title_nl="lasser")
    BottleneckStatusFactory(occupation=occupation, source="VDAB", year=2026, listed_as="Lasser")
    programme = published(leads_to=[occupation])
    shores = soup(client.get(f"/en/programmes/{programme.slug}/")).find_all(class_="shore")
    assert ["side-be" in shore["class"] for shore in shores] == [True, False]
    assert "“Lasser”, VDAB 2026" in shores[0].get_text(" ", strip=True)
    assert "not on a shortage list that we know" in shores[1].get_text(" ", strip=True)


def test_programme_shows_the_newest_shortage_list_only(client):
    occupation = OccupationFactory()
    BottleneckStatusFactory(occupation=occupation, year=2024)
    BottleneckStatusFactory(year=2026)  # the list of 2026 no longer names the first
    programme = published(leads_to=[occupation])
    assert "VDAB 2024" not in text(client.get(programme.get_absolute_url()))


def test_programme_shows_counterpart_qualification_and_its_programmes_first(client):
    pair = CounterpartFactory()
    programme = published(qualification=pair.flemish)
    same_field = ProgrammeFactory(published=True, in_nl=True, title_nl="Een naburige", at=[CampusFactory(in_nl=True)])
    paired = ProgrammeFactory(
        published=True, in_nl=True, in_care=True, title_nl="Zelfde diploma", qualification=pair.dutch,
        at=[CampusFactory(in_nl=True)],
    )  # fmt: skip
    page = soup(client.get(programme.get_absolute_url()))
    related = [link["href"] for link in page.select("article.card h3 a")]
    assert related == [paired.get_absolute_url(), same_field.get_absolute_url()]
    assert pair.dutch.code in page.main.get_text()


@pytest.mark.parametrize("trait", ["draft", "archived", "school retired"])
def test_programme_that_is_not_published_does_not_exist(client, trait):
    programme = published()
    if trait == "school retired":
        programme.school.retired_on = datetime.date(2026, 1, 1)
        programme.school.save()
    else:
        programme.status = trait
        programme.save()
    assert client.get(programme.get_absolute_url()).status_code == 404


def test_programme_says_when_and_by_whom_it_was_confirmed(client):
    programme = published(confirmed_on=datetime.date(2026, 10, 12))
    programme.confirmed_by = programme.school.organisation
    programme.save()
    page = text(client.get(f"/en/programmes/{programme.slug}/"))
    assert f"Confirmed in October 2026 by {programme.school}" in page


def test_programme_that_nobody_confirmed_says_so(client):
    programme = published(confirmed_on=None)
    assert "Not confirmed by the school yet" in text(client.get(f"/en/programmes/{programme.slug}/"))


def test_programme_formats_text_and_takes_scripts_out(client):
    programme = published(content_nl="- eerst\n- dan\n\n<script>alert(1)</script> [x](javascript:alert(1))")
    page = soup(client.get(programme.get_absolute_url()))
    assert [item.get_text() for item in page.select(".prose li")] == ["eerst", "dan"]
    assert not page.select(".prose script")
    assert not page.select('.prose a[href^="javascript"]')


def test_programme_data_for_search_engines_is_valid_and_cannot_end_its_element(client):
    programme = published(title_nl="</script><b>Zorg</b>", duration_months=36)
    page = soup(client.get(programme.get_absolute_url()))
    data = json.loads(page.find("script", type="application/ld+json").string)
    assert data["@type"] == "EducationalOccupationalProgram"
    assert data["timeToComplete"] == "P36M"
    assert data["name"] == "</script><b>Zorg</b>"


def test_programme_costs_the_same_queries_with_one_campus_and_many(client, queries_stay_constant):
    programme = published()

    def offer(number):
        for _ in range(number):
            OfferingFactory(programme=programme, campus=CampusFactory(school=programme.school))

    queries_stay_constant(programme.get_absolute_url(), offer, rows=15)


# --- the list -----------------------------------------------------------------------------------


def test_list_shows_published_ones_only_with_their_count(client):
    shown = published(title_nl="Lassen")
    ProgrammeFactory(title_nl="Nog niet klaar", at=[CampusFactory()])
    page = soup(client.get("/en/programmes/"))
    assert page.find(id="count").get_text(strip=True) == "1 programme"
    assert [link["href"] for link in page.select("article.card h3 a")] == [
        shown.get_absolute_url().replace("/nl/", "/en/")
    ]


def test_list_filters_by_what_the_address_says_and_keeps_it_in_chips(client):
    published(in_care=True, title_nl="Verpleegkunde")
    published(title_nl="Lassen")
    page = soup(client.get("/en/programmes/?sector=care"))
    assert page.find(id="count").get_text(strip=True) == "1 programme"
    assert "Care" in page.select_one(".chip").get_text()
    assert page.find("select", id="filter-sector").find("option", selected=True)["value"] == "care"


def test_list_with_a_bad_parameter_shows_the_rest_and_says_what_was_left_out(client):
    published()
    page = soup(client.get("/en/programmes/?eqf=99"))
    assert "from 1 to 8" in page.find(role="alert").get_text()
    assert page.find(id="count").get_text(strip=True) == "1 programme"


def test_list_without_an_answer_offers_a_way_on(client):
    published()
    page = soup(client.get("/en/programmes/?q=onvindbaar&country=nl"))
    empty = page.find(class_="empty")
    assert "Nothing fits" in empty.get_text()
    assert [link["href"] for link in empty.find_all("a")] == ["?q=onvindbaar", "?"]


def test_list_fragment_equals_the_page(client, fragment_equals_page):
    published()
    fragment_equals_page("/nl/programmes/", "#results")


def test_list_costs_the_same_queries_for_one_row_and_for_fifty(client, queries_stay_constant):
    def publish(number):
        for _ in range(number):
            published(leads_to=[OccupationFactory()])

    queries_stay_constant("/nl/programmes/", publish)


def test_list_pages_are_complete_without_scripts(client):
    for number in range(30):
        published(title_nl=f"Opleiding {number:02}")
    first = soup(client.get("/en/programmes/"))
    second = soup(client.get("/en/programmes/" + first.find("a", rel="next")["href"]))
    titles = [link.get_text(" ", strip=True) for page in (first, second) for link in page.select("article.card h3 a")]
    assert len(titles) == len(set(titles)) == 30


def test_a_change_is_visible_at_once(client):
    programme = published(title_nl="Lassen")
    before = edition()
    assert "Lassen" in text(client.get(reverse("programmes:list")))
    programme.title_nl = "Lassen en plooien"
    programme.save()
    assert edition() != before
    assert "Lassen en plooien" in text(client.get(reverse("programmes:list")))
