"""What a school sees of how often its pages are looked at."""

from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from les_portal.counts.models import Count
from les_portal.counts.reading import days_ago
from les_portal.listings.workspace import corrections, numbers
from tests.factories.counts import CountFactory
from tests.factories.listings import CorrectionFactory
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db
CLICK = Count.Event.CLICK


def shown(organisation, panel) -> str:
    with override("en"):
        return render_to_string(panel.template, {"panel": panel, "organisation": organisation})


def test_views_and_clicks_of_all_its_pages_are_added_up(anna, school, campus, published):
    for kind, row in {"programme": published, "campus": campus, "school": school}.items():
        CountFactory(kind=kind, object_id=row.pk, day=days_ago(29), number=10)
        CountFactory(kind=kind, object_id=row.pk, event=CLICK, number=2)
        CountFactory(kind=kind, object_id=row.pk, day=days_ago(30), number=4)
    CountFactory(object_id=ProgrammeFactory(published=True).pk, number=500)
    panel = numbers.panel(school.organisation, anna)
    assert panel.context["now"] == (30, 6)
    assert (panel.context["more"], panel.context["fewer"]) == (18, 0)
    assert "18 more than in the 30 days before" in shown(school.organisation, panel)


def test_the_most_viewed_come_first(anna, school, campus):
    listings = [ProgrammeFactory(at=[campus], title_nl=f"Listing {views}") for views in (5, 0, 9, 1, 7)]
    for listing, views in zip(listings, (5, 0, 9, 1, 7), strict=True):
        CountFactory(object_id=listing.pk, number=views)
    found = numbers.panel(school.organisation, anna).context["most_viewed"]
    assert [each.numbers.views for each in found] == [9, 7, 5]
    assert [each.programme.title_nl for each in found] == ["Listing 9", "Listing 7", "Listing 5"]


def test_every_day_is_a_bar_and_a_row(anna, school, published):
    CountFactory(object_id=published.pk, day=days_ago(1), number=8)
    CountFactory(object_id=published.pk, day=days_ago(2), number=4)
    html = shown(school.organisation, numbers.panel(school.organisation, anna))
    start = html.index('<svg class="bars"')
    drawing = ElementTree.fromstring(html[start : html.index("</svg>", start) + 6])
    heights = [int(bar.get("height")) for bar in drawing]
    assert heights == [0] * 27 + [30, 60, 0]
    assert html.count("<tr>") == 31


def test_without_visits_or_corrections_there_is_nothing_to_say(anna, school, company):
    assert numbers.panel(school.organisation, anna) is None
    assert numbers.panel(company, anna) is None
    assert corrections.panel(school.organisation, anna) is None


def test_corrections_are_told_in_numbers(anna, school, published, client_of, django_assert_num_queries):
    CorrectionFactory.create_batch(2, programme=published)
    with django_assert_num_queries(1):
        panel = corrections.panel(school.organisation, anna)
    assert "2 corrections are to be looked at" in shown(school.organisation, panel)
    assert panel.url == f"/nl/manage/{school.organisation.slug}/corrections/"


def test_three_queries_at_one_and_at_three_hundred(anna, school, campus, django_assert_num_queries):
    for number in (1, 299):
        for _ in range(number):
            listing = ProgrammeFactory(at=[campus])
            CountFactory(object_id=listing.pk)
        with django_assert_num_queries(3):
            assert numbers.panel(school.organisation, anna)
