import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template

from les_portal.activity.recording import record
from les_portal.activity.timeline import SHOWN, Change, timeline_of
from les_portal.activity.verbs import verb
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    verb("tests.moved", "moved it")
    return OrganisationFactory(company=True)


def shown(obj) -> BeautifulSoup:
    html = Template("{% load activity %}{% timeline obj %}").render(Context({"obj": obj}))
    return BeautifulSoup(html, "html.parser")


def test_it_says_who_what_why_and_when_in_words(company):
    entry = record("tests.moved", company, by=UserFactory(name="Anna"), comment="<b>Because</b>\nof that")
    page = shown(company)
    assert page.select_one("li p").get_text() == "Anna moved it"
    assert page.select_one("blockquote").get_text() == "<b>Because</b>of that"
    assert page.select_one("time")["datetime"][:10] == entry.at.date().isoformat()
    assert str(entry.at.year) in page.select_one("time").get_text()
    assert "@" not in page.get_text()


def test_what_the_portal_did_itself_has_no_person(company):
    record("tests.moved", company, by=None)
    assert shown(company).select_one("strong").get_text() == timeline_of(company).newest[0].entry.actor_name


def test_changed_fields_stand_under_the_names_that_people_know(company):
    changes = {"kind": ["school", "care"], "is_demo": [False, True], "email": ["", "a@b.example"], "gone": [None, [1]]}
    record("tests.moved", company, by=None, changes=changes)
    kind, email, is_demo, gone = timeline_of(company).newest[0].changes
    assert (kind.before, kind.after) == ("School", str(company.Kind.CARE.label))
    assert is_demo.before != is_demo.after
    assert (email.before, email.after) == ("–", "a@b.example")
    assert gone == Change("gone", "–", "1")
    assert len(shown(company).select("dl.changes dt")) == 4


def test_the_newest_comes_first_and_the_oldest_is_folded(company):
    for number in range(SHOWN + 3):
        record("tests.moved", company, by=None, comment=str(number))
    page = shown(company)
    comments = [quote.get_text() for quote in page.select("blockquote")]
    assert comments == [str(number) for number in reversed(range(SHOWN + 3))]
    assert len(page.select("details li")) == 3
    assert "3" in page.select_one("summary").get_text()


def test_another_objects_history_stays_there(company):
    record("tests.moved", OrganisationFactory(), by=None, comment="theirs")
    assert "theirs" not in shown(company).get_text()
    assert shown(company).select_one("p.quiet")


def test_it_costs_one_query_however_long_it_is(company, django_assert_num_queries):
    timeline_of(company)  # the content type is remembered from now on
    for _ in range(30):
        record("tests.moved", company, by=UserFactory())
    with django_assert_num_queries(1):
        shown(company)


def test_of_a_text_in_several_languages_it_says_which_one():
    listing = ProgrammeFactory()
    record("tests.moved", listing, by=None, changes={"content_fr": ["", "On apprend."]})
    [moment] = timeline_of(listing).newest
    assert moment.changes == [Change("wat je leert (Frans)", "–", "On apprend.")]
