"""For a colleague of another school nothing of this one exists: no page, no document and no object of the interface.

Every address under /manage/ and /network/ stands in one of the tables, with what a reader of the school is answered
there (405 is a way that nobody can go). Whoever adds an address adds it here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from les_portal.accounts.models import User
from les_portal.activity.models import Entry
from les_portal.documents.models import Document
from les_portal.imports.actions import check_file
from les_portal.imports.models import ImportRun
from les_portal.jobs.models import Job
from les_portal.listings.actions.revising import revise
from les_portal.listings.models import Correction, Finding, OwnWord, Revision
from les_portal.mail.models import Mail
from les_portal.organisations.models import Invitation, JoinRequest, Membership, Organisation
from les_portal.workflow.engine import workflow_of
from programmes.models import OpenDay, Programme
from schools.models import Campus, Place, School
from tests.architecture.addresses import addresses
from tests.factories.documents import DocumentFactory
from tests.factories.listings import CorrectionFactory
from tests.factories.organisations import InvitationFactory, JoinRequestFactory, MembershipFactory
from tests.factories.programmes import OpenDayFactory, ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory

pytestmark = pytest.mark.django_db


class Page(NamedTuple):
    """What a reader is answered, and what stands in the address after the organisation."""

    get: int
    post: int
    after: tuple[str, ...] = ()


PAGES = {
    "manage:workspace": Page(200, 405),
    "listings:list": Page(200, 405),
    "listings:new": Page(403, 403),
    "listings:programme": Page(200, 405, ("listing",)),
    "listings:edit": Page(403, 403, ("listing",)),
    "listings:save": Page(405, 403, ("listing",)),
    "listings:find": Page(403, 405, ("listing",)),
    "listings:preview": Page(200, 405, ("listing",)),
    "listings:preview-page": Page(200, 405, ("listing",)),
    "listings:versions": Page(200, 405, ("listing",)),
    "listings:version": Page(200, 403, ("listing", "number")),
    "campuses:list": Page(200, 405),
    "campuses:new": Page(403, 403),
    "campuses:register": Page(200, 403),
    "campuses:edit": Page(200, 403, ("campus",)),
    "campuses:close": Page(403, 403, ("campus",)),
    "campuses:reopen": Page(403, 403, ("campus",)),
    "bulk:index": Page(403, 403),
    "bulk:export": Page(200, 405, ("kind",)),
    "bulk:template": Page(403, 405, ("kind",)),
    "bulk:run": Page(403, 405, ("run",)),
    "bulk:apply": Page(405, 403, ("run",)),
    "bulk:publish": Page(405, 403, ("run",)),
    "bulk:left-out": Page(403, 405, ("run", "kind")),
    "open_days:list": Page(200, 405),
    "open_days:new": Page(403, 403),
    "open_days:edit": Page(403, 403, ("day",)),
    "open_days:cancel": Page(405, 403, ("day",)),
    "open_days:restore": Page(405, 403, ("day",)),
    "open_days:delete": Page(405, 403, ("day",)),
    "quality:hints": Page(200, 405),
    "quality:contact": Page(403, 403),
    "quality:dismiss": Page(405, 403, ("finding",)),
    "quality:restore": Page(405, 403, ("finding",)),
    "corrections:list": Page(200, 405),
    "corrections:correction": Page(200, 403, ("correction",)),
    "freshness:settings": Page(403, 403),
    "freshness:confirm": Page(403, 403),
    "organisations:people": Page(200, 403),
    "organisations:role": Page(403, 403, ("membership",)),
    "organisations:take-role": Page(403, 403, ("membership",)),
    "organisations:resend": Page(405, 403, ("invitation",)),
    "organisations:revoke": Page(405, 403, ("invitation",)),
    "organisations:request": Page(404, 405, ("request",)),  # for who asked, and who answers
}
# Only for who looks after the network; whether they name a school or not.
NETWORK = {
    "network:coverage": Page(404, 404),
    "network:approval": Page(404, 404),
    "network:ask-again": Page(404, 404, ("school",)),
    "network:quality": Page(404, 405),
    "descriptions_network:index": Page(404, 405),
}
# A hint that is not there was mended meanwhile: under one's own school that is said, whatever number was asked for.
SAYS_IT_IS_GONE = {"quality:dismiss", "quality:restore"}
METHODS = ("get", "post")
KEPT = (
    *(Revision, Correction, Finding, OwnWord, Programme, OpenDay, Campus, Place, School, Organisation, Membership),
    *(Invitation, JoinRequest, ImportRun, Document, Entry, Mail, Job),
)


class World(NamedTuple):
    """A school with one of everything: what its addresses name, and the objects whose state can change."""

    school: School
    named: dict[str, str | int]
    stateful: list

    def address(self, name: str, **others) -> str:
        named = {"organisation": self.school.organisation.slug} | self.named | others
        before = [] if name in NETWORK else ["organisation"]
        return reverse(name, args=[named[each] for each in (*before, *(PAGES | NETWORK)[name].after)])


def world_of(organisation: Organisation, tag: str) -> World:
    school = SchoolFactory(organisation=organisation, approval=School.Approval.BY_SCHOOL)
    administrator = MembershipFactory(organisation=organisation, role=Membership.Role.ADMINISTRATOR).user
    campus = CampusFactory(school=school, slug=f"campus-{tag}")
    listing = ProgrammeFactory(at=[campus], published=True, title_nl=f"Lassen {tag}")
    revise(listing, {"phone": "09 111 11 11"}, by=administrator)
    draft = ProgrammeFactory(at=[campus], title_nl=f"Frezen {tag}")
    correction = CorrectionFactory(programme=listing, school=school)
    file = f"referentie;titel;vorm\nR1;Draaien {tag};bestaat niet\n".encode()
    named = {
        "listing": listing.slug,
        "number": 2,
        "campus": campus.slug,
        "kind": "csv",
        "run": check_file(source="listings", scope=str(school.pk), data=file, file_name="f.csv", by=administrator).pk,
        "day": OpenDayFactory(school=school).pk,
        "finding": listing.findings.get(code=Finding.Code.NO_QUALIFICATION).pk,
        "correction": correction.pk,
        "membership": MembershipFactory(organisation=organisation).pk,
        "invitation": InvitationFactory(organisation=organisation, secret=tag).pk,
        "request": JoinRequestFactory(organisation=organisation).pk,
        "school": organisation.slug,
    }
    revision = Revision.objects.create(programme=listing, changes={"phone": "1"}, before={"phone": ""})
    return World(school, named, [listing, draft, revision, correction])


@pytest.fixture
def ours(school_organisation) -> World:
    return world_of(school_organisation, "ours")


@pytest.fixture
def theirs(other_school_organisation) -> World:
    return world_of(other_school_organisation, "theirs")


def signed_in(user) -> Client:
    """Django's own: a thousand times the same page that says there is nothing need not be read each time."""
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def strangers(chloe, dirk, finn, anna, ada, nora) -> dict:
    """Some of them had more to say when they signed in."""
    browsers = {user.email: signed_in(user) for user in (chloe, dirk, finn, anna, nora)}
    anna.memberships.all().delete()
    nora.authenticator_set.all().delete()
    return browsers


def everything() -> dict:
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in KEPT}


def expected(status: int) -> int:
    return 405 if status == 405 else 404


def answers(browser, where: Callable[[str], str], names) -> dict[tuple[str, str], int]:
    return {(method, name): getattr(browser, method)(where(name)).status_code for name in names for method in METHODS}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- the tables are whole -----------------------------------------------------------------------


def test_every_address_of_a_school_and_of_the_network_stands_in_a_table():
    found = {each.name for each in addresses() if each.path.startswith(("/nl/manage/", "/nl/network/"))}
    assert found == PAGES.keys() | NETWORK.keys()


def test_all_of_it_is_there_for_who_keeps_it(client_of, ada, ours):
    """The control: what strangers do not find exists."""
    browser = client_of(ada)
    for name, page in PAGES.items():
        for method in METHODS:
            with undone():
                status = getattr(browser, method)(ours.address(name)).status_code
            assert (status == 405) == (getattr(page, method) == 405), (method, name)
            assert status not in (403, 404), (method, name)


def test_all_of_the_network_is_there_for_who_looks_after_it(client_of, nora, ours):
    browser = client_of(nora)
    for name in NETWORK:
        for method in METHODS:
            with undone():
                assert getattr(browser, method)(ours.address(name)).status_code in (200, 302, 405), (method, name)


def test_only_the_preview_may_stand_in_a_frame_and_only_in_ours(ada, ours):
    """Whoever is signed in presses nothing of their school's on somebody else's page."""
    browser = signed_in(ada)
    for name in PAGES:
        answer = browser.get(ours.address(name))
        rule = {"listings:preview-page": ("SAMEORIGIN", "'self'")}.get(name, ("DENY", "'none'"))
        told = answer["X-Frame-Options"], answer["Content-Security-Policy"].split("frame-ancestors ")[1].split(";")[0]
        assert told == rule, name


# --- who is told what ---------------------------------------------------------------------------


def test_a_stranger_finds_nothing_and_changes_nothing(strangers, ours):
    before = everything()
    pages = PAGES | NETWORK
    for who, browser in strangers.items():
        found = answers(browser, ours.address, pages)
        assert found == {(method, name): expected(getattr(pages[name], method)) for method, name in found}, who
    assert everything() == before


def test_a_reader_reads_and_changes_nothing(client_of, bram, ours):
    before, pages = everything(), PAGES | NETWORK
    found = answers(client_of(bram), ours.address, pages)
    assert found == {(method, name): getattr(pages[name], method) for method, name in found}
    assert everything() == before


def test_who_has_no_account_any_more_is_asked_to_sign_in(client, client_of, ada, ours):
    left = client_of(ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    before = everything()
    for browser in (client, left):
        for name in PAGES | NETWORK:
            for method in METHODS:
                answer = getattr(browser, method)(ours.address(name))
                assert answer.status_code == 302, (method, name)
                assert "/login/?next=" in answer["Location"], (method, name)
    assert everything() == before


def test_under_ones_own_school_nothing_of_another_is_found(chloe, anna, ours, theirs):
    """Their numbers and names behind our organisation, one at a time and all together."""
    before = everything()
    for person, own, other in ((chloe, theirs, ours), (anna, ours, theirs)):
        browser = signed_in(person)
        for name, page in PAGES.items():
            foreign = {each: other.named[each] for each in page.after if each not in ("number", "kind")}
            for method in METHODS if foreign else ():
                status = getattr(browser, method)(own.address(name, **foreign)).status_code
                if status == 302 and name in SAYS_IT_IS_GONE:
                    continue
                assert status == expected(getattr(page, method)), (person.name, method, name)
    assert everything() == before


@pytest.mark.parametrize(("name", "asked"), [("listings:new", "copy"), ("open_days:new", "like")])
def test_nothing_new_begins_with_what_is_anothers(client_of, chloe, ours, theirs, name, asked):
    browser, of = client_of(chloe), {"copy": "listing", "like": "day"}[asked]
    assert browser.get(theirs.address(name), {asked: theirs.named[of]}).status_code == 200
    assert browser.get(theirs.address(name), {asked: ours.named[of]}).status_code == 404


# --- the doors for states, and documents ----------------------------------------------------------


def test_no_state_of_it_is_told_or_changed(client, strangers, ours):
    before = everything()
    for who, browser in {**strangers, "nobody": client}.items():
        for obj in ours.stateful:
            workflow = workflow_of(obj)
            states = reverse("api:states", args=[workflow.label, obj.pk])
            assert browser.get(states).status_code == 404, (who, obj)
            for name in workflow.transitions:
                args = [workflow.label, obj.pk, name]
                body = {"comment": "Because."}
                answer = browser.post(reverse("api:transition", args=args), body, content_type="application/json")
                assert answer.status_code == 404, (who, obj, name)
                page = reverse("workflow:transition", args=args)
                found = {browser.get(page).status_code, browser.post(page, body).status_code}
                assert found == ({302} if who == "nobody" else {404}), (who, obj, name)
    assert everything() == before


def test_no_sheet_of_what_visitors_do_not_see_is_found(client, client_of, bram, strangers, ours):
    [draft] = [each for each in ours.stateful if getattr(each, "status", "") == Programme.Status.DRAFT]
    sheet = DocumentFactory(kind="programme_sheet", about=draft)
    pages = [
        reverse("documents:document", args=[sheet.number]),
        reverse("documents:progress", args=[sheet.number]),
        reverse("documents:file", args=[sheet.number, sheet.file_name]),
    ]
    assert client_of(bram).get(pages[0]).status_code == 200
    for who, browser in {**strangers, "nobody": client}.items():
        assert [browser.get(page).status_code for page in pages] == [404] * 3, who
        again = browser.post(reverse("documents:make-again", args=[sheet.number]))
        assert again.status_code == (302 if who == "nobody" else 404), who
