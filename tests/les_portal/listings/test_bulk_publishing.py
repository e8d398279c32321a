"""Drafts that came from a file go to visitors together: those that are complete, each through its workflow."""

import pytest
from bs4 import BeautifulSoup

from les_portal.activity.models import Entry
from les_portal.mail.models import Mail
from programmes.models import Programme
from schools.models import School as SchoolModel
from tests.factories.schools import CampusFactory
from tests.les_portal.listings.sheets import School, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(client_of, anna, school) -> School:
    CampusFactory(school=school, name="Campus Haven")
    return School(client_of(anna), school.organisation)


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").find("main").get_text(" ").split())


def test_complete_drafts_are_published_and_the_others_named(pages, do_jobs, school):
    CampusFactory(school=school)
    run = pages.bring_in(row("R1", "Klaar", campus="Campus Haven"), row("R2", "Nergens"))
    page = text_of(pages.client.get(pages.address("run", run.pk)))
    assert "Nergens" in page
    pages.client.post(pages.address("publish", run.pk))
    waiting = pages.client.get(pages.address("run", run.pk))
    assert BeautifulSoup(waiting.content, "html.parser").find(id="drafts").has_attr("hx-get")
    do_jobs()
    assert dict(Programme.objects.values_list("title_nl", "status")) == {"Klaar": "published", "Nergens": "draft"}
    done = pages.client.get(pages.address("run", run.pk))
    assert not BeautifulSoup(done.content, "html.parser").find(id="drafts").has_attr("hx-get")
    published = Programme.objects.get(title_nl="Klaar")
    assert Entry.objects.filter(object_id=published.pk, verb="programmes.programme.publish").count() == 1


def test_two_clicks_publish_once(pages, do_jobs):
    run = pages.bring_in(row("R1", campus="Campus Haven"))
    for _click in range(2):
        pages.client.post(pages.address("publish", run.pk))
    do_jobs()
    assert Entry.objects.filter(verb="programmes.programme.publish").count() == 1


def test_where_somebody_approves_drafts_are_proposed(pages, do_jobs, ada, school):
    SchoolModel.objects.update(approval="by_school")
    run = pages.bring_in(row("R1", campus="Campus Haven"))
    pages.client.post(pages.address("publish", run.pk))
    do_jobs()
    assert Programme.objects.get().status == "proposed"


def test_colleagues_get_one_summary_and_not_a_mail_for_each(pages, do_jobs, ada):
    run = pages.bring_in(*(row(f"R{number}", f"Las {number}", campus="Campus Haven") for number in range(8)))
    pages.client.post(pages.address("publish", run.pk))
    do_jobs()
    assert Programme.objects.filter(status="published").count() == 8
    assert {mail.state for mail in Mail.objects.filter(recipient=ada)} == {"held"}


def test_who_may_no_longer_publish_publishes_nothing(pages, do_jobs, anna):
    run = pages.bring_in(row("R1", campus="Campus Haven"))
    pages.client.post(pages.address("publish", run.pk))
    anna.memberships.all().delete()
    do_jobs()
    assert Programme.objects.get().status == "draft"
