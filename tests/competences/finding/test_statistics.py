import csv
import datetime
import io

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from competences.statistics import directions, due, pairs, wishes
from les_portal.counts.models import Count
from les_portal.counts.recording import add_miss, add_one
from les_portal.workflow.engine import workflow_of
from tests.competences.finding.rows import dutch, flemish, published
from tests.factories.competences import DescriptionFactory, in_review
from tests.factories.programmes import CounterpartFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
PAGE = "/nl/network/descriptions/"


@pytest.fixture
def desk(client_of, nora):
    return client_of(nora)


def test_it_is_the_networks_page_and_nobody_elses(client, client_of, anna, vera, desk):
    assert desk.get(PAGE).status_code == 200
    for person in (anna, vera):
        for query in ("", "?format=csv"):
            assert client_of(person).get(f"{PAGE}{query}").status_code == 404
    assert client.get(PAGE).status_code == 302


def test_its_desk_leads_there(desk):
    assert f'href="{PAGE}"' in desk.get("/nl/desk/").content.decode()


def test_of_what_is_taught_in_the_region_it_counts_what_is_described(desk):
    described, plain, untaught = flemish(), flemish(), flemish()
    for row in (described, plain):
        ProgrammeFactory(published=True, qualification=row)
    ProgrammeFactory(qualification=flemish())  # a draft
    published(source=described)
    published(source=untaught)
    there, back = directions()
    assert (there.diplomas, there.described, there.percent) == (2, 1, 50)
    assert (back.diplomas, back.described, back.percent) == (0, 0, 0)


def test_an_expired_description_does_not_count(desk):
    ProgrammeFactory(published=True, qualification=(row := flemish()))
    workflow_of(description := published(source=row)).run("expire", description, by=None)
    assert directions()[0].described == 0


def test_pairs_that_are_asked_for_and_looked_at_most_come_first():
    quiet, looked_at, asked = (CounterpartFactory() for _n in range(3))
    for _n in range(3):
        add_one("qualification", looked_at.dutch.pk, Count.Event.VIEW)
    add_one("qualification", asked.flemish.pk, Count.Event.ASK)
    rows = [pair for pair in pairs() if not pair.current]
    assert [(pair.source, pair.asks, pair.views) for pair in rows[:2]] == [
        (asked.flemish, 1, 0),
        (looked_at.dutch, 0, 3),
    ]
    assert len(rows) == 6
    assert quiet.flemish in {pair.source for pair in rows}


def test_a_description_is_counted_by_its_own_page_and_its_papers(desk):
    description = published()
    add_one("description", description.pk, Count.Event.VIEW)
    for _n in range(2):
        add_one("description", description.pk, Count.Event.DOWNLOAD)
    (pair,) = pairs()
    assert (pair.current, pair.views, pair.downloads) == (description, 1, 2)
    page = BeautifulSoup(desk.get(PAGE).content, "html.parser")
    row = page.select_one("[aria-labelledby=described] tbody tr")
    assert [cell.get_text() for cell in row.select(".number")] == ["1", "2", "0"]


def test_a_pair_in_the_making_says_how_far_it_is():
    draft = DescriptionFactory()
    (pair,) = pairs()
    assert (pair.making, pair.current, pair.stand) == (draft, None, draft.get_status_display())


def test_terms_are_shown_when_three_looked_for_them(desk):
    for term, times in {"wondzorg": 3, "ketelbouwer": 2}.items():
        for _n in range(times):
            add_miss("description", term)
    body = desk.get(PAGE).content.decode()
    assert "wondzorg" in body
    assert "ketelbouwer" not in body


def test_diplomas_that_were_asked_for_are_named():
    row = flemish()
    for _n in range(2):
        add_one("qualification", row.pk, Count.Event.ASK)
    add_one("qualification", flemish().pk, Count.Event.VIEW)
    assert wishes().diplomas == [(row, 2)]


def changed(description, **values):
    type(description).objects.filter(pk=description.pk).update(**values)
    return description


def test_what_is_due_is_under_review_expired_old_or_waits_to_be_signed():
    today = timezone.localdate()
    reviewed, expired, ending, old, _fine = (published() for _n in range(5))
    workflow_of(reviewed).run("put_under_review", reviewed, by=None)
    workflow_of(expired).run("expire", expired, by=None)
    changed(ending, valid_until=today + datetime.timedelta(days=30))
    changed(old, review_on=today)
    waiting = in_review()
    changed(DescriptionFactory(), review_on=today)
    rows = {row.description.pk: row.since for row in due()}
    assert set(rows) == {row.pk for row in (reviewed, expired, ending, old, waiting)}
    assert rows[waiting.pk] == today
    later = {row.description.pk: row.days for row in due(today + datetime.timedelta(days=12))}
    assert later[waiting.pk] == 12
    assert later[ending.pk] == 0
    assert rows[ending.pk] == today + datetime.timedelta(days=30)


def test_all_pairs_can_be_downloaded(desk):
    pair = CounterpartFactory(flemish__title_nl="=Lasser")
    published(source=dutch(code="25309"))
    answer = desk.get(f"{PAGE}?format=csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + 3
    assert {row[0] for row in rows} >= {"'=Lasser", pair.dutch.title}
    assert any("LES-AB-2026" in row[6] for row in rows)


def test_queries_do_not_grow_with_pairs(queries_stay_constant, desk):
    def make(number):
        for _n in range(number):
            ProgrammeFactory(published=True, qualification=CounterpartFactory().flemish)
            description = published()
            add_one("description", description.pk, Count.Event.VIEW)
            add_one("qualification", description.comparison.source_id, Count.Event.ASK)
            changed(description, review_on=timezone.localdate())

    queries_stay_constant(PAGE, make, rows=5, client=desk)
