"""The loop that keeps the map fresh: the nightly job, a mail, its link, one button, and what visitors then read."""

import re

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from tests.e2e.measures import SMALL, TOO_WIDE
from tests.services.portal import manage

LATE = "stuur-en-beveiligingstechnieken-tectura-centrum"
SOON = "elektrische-installaties-tectura-centrum"
# As on the day after its last: the job has not looked yet. Each language begins anew.
YESTERDAY = """
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from les_portal.accounts.models import User
from les_portal.jobs.models import Job
from les_portal.jobs.queue import enqueue
from les_portal.publication.changes import changed
from programmes.models import Programme
from schools.models import School

today = timezone.localdate()
ago = {{"confirmed_on": today - timedelta(days=200), "is_overdue": False, "times_reminded": 0}}
with transaction.atomic():
    Programme.objects.filter(school__organisation__slug="tectura").update(due_on=today + timedelta(days=100))
    Programme.objects.filter(slug="{late}").update(**ago, due_on=today - timedelta(days=1))
    Programme.objects.filter(slug="{soon}").update(**ago, due_on=today + timedelta(days=5))
    changed("programme", [])
    School.objects.filter(organisation__slug="tectura").update(reminded_on=None)
    User.objects.filter(email="anna@example.org").update(language="{language}")
    Job.objects.filter(kind__startswith="listings.remind").delete()
    enqueue("listings.freshness", {{}})
"""
IN_DUTCH_AGAIN = """
from les_portal.accounts.models import User
User.objects.filter(email="anna@example.org").update(language="nl")
"""


@pytest.fixture
def night(demo_database):
    """What happens between two days: a worker does the job, and delivers the mail that comes of it."""

    def run(language: str) -> None:
        manage("shell", "-c", YESTERDAY.format(language=language, late=LATE, soon=SOON), database=demo_database)
        manage("run_jobs", "--once", database=demo_database)

    yield run
    manage("shell", "-c", IN_DUTCH_AGAIN, database=demo_database)


def said(text: str, language: str, **words) -> str:
    with override(language):
        return gettext(text) % words


def month(language: str) -> str:
    with override(language):
        return date_format(timezone.localdate(), "F Y")


def link_from_the_mailbox(page: Page, language: str) -> str:
    """Of the newest mail to Anna. A worker of its own knows another address of the portal."""
    page.goto("/dev/mail/")
    mail = page.locator(f'.mailbox li:has(.lang-mark:text-is("{language}"))', has_text="Anna")
    mail.filter(has_text="Tectura").first.get_by_role("link").click()
    address = page.locator('.mail-text a[href*="/still-right/"]').get_attribute("href")
    return re.sub(r"^https?://[^/]+", "", address)


@pytest.mark.parametrize("size", ["phone", "wide"], indirect=True)
def test_mail_link_button_badge(page, night, language, size, axe):
    public = f"/{language}/programmes/{LATE}/"
    night(language)
    page.goto(public)
    expect(page.locator("main .notice.warn")).to_be_visible()

    page.goto(link_from_the_mailbox(page, language))
    assert f"/{language}/still-right/" in page.url
    boxes = page.locator("main input[name=listing]")
    expect(boxes).to_have_count(2)
    axe(page)
    assert page.evaluate(TOO_WIDE) == []
    assert size != "phone" or page.evaluate(SMALL) == []
    link = page.url
    page.locator("main form .button.primary").click()
    expect(page.locator("main .notice.good")).to_be_visible()
    axe(page)

    page.goto(public)
    confirmed = said("Confirmed in %(month)s by %(school)s.", language, month=month(language), school="Tectura")
    expect(page.locator("main .trust", has_text=confirmed)).to_be_visible()
    expect(page.locator("main .notice.warn")).to_have_count(0)

    page.goto(link)
    expect(page.locator("main form")).to_have_count(0)
    expect(page.locator("h1")).to_have_text(said("It was confirmed already", language))


def test_what_is_unticked_with_the_keyboard_stays_due(page, night):
    night("nl")
    page.goto(link_from_the_mailbox(page, "nl"))
    box = page.locator("main li", has=page.locator(f'a[href*="{LATE}"]')).locator("input")
    box.focus()
    page.keyboard.press("Space")
    page.locator("main form .button.primary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main .notice.good")).to_be_visible()
    page.goto(f"/nl/programmes/{LATE}/")
    expect(page.locator("main .notice.warn")).to_be_visible()
    page.goto(f"/nl/programmes/{SOON}/")
    expect(page.locator("main .notice.warn")).to_have_count(0)


def test_the_workspace_confirms_and_the_network_sees_it(visitor, page, night):
    night("nl")
    visitor.sign_in("ada")
    page.goto("/nl/manage/tectura/confirm/")
    expect(page.locator("main input[name=listing]:checked").first).to_be_visible()
    page.locator("main form .button.primary").click()
    expect(page.locator("main input[name=listing]")).to_have_count(0)
    visitor.context.clear_cookies()
    visitor.sign_in("nora")
    page.goto("/nl/network/coverage/?school=tectura")
    row = page.locator("#list tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("100 %")
