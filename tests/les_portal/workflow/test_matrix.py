"""Who may do what in which state: every workflow, every transition, every state, every role.

The expectation stands here by hand. A workflow or a transition that is not in it fails the test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from competences.models import SignOff
from les_portal.accounts.models import User
from les_portal.activity.models import Entry
from les_portal.documents.models import Document
from les_portal.listings.models import Revision
from les_portal.organisations.models import JoinRequest, Membership, Organisation
from les_portal.workflow.engine import workflows
from programmes.models import Programme
from tests.factories.accounts import SecondStepFactory, UserFactory
from tests.factories.competences import ComparisonFactory, RaterFactory, authorised, concluded, in_review
from tests.factories.listings import CorrectionFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


def a_listing(organisation: Organisation, approval: str = "at_once"):
    return ProgrammeFactory(at=[CampusFactory(school=SchoolFactory(organisation=organisation, approval=approval))])


def a_correction(organisation: Organisation):
    return CorrectionFactory(programme=a_listing(organisation))


def a_revision(organisation: Organisation, approval: str = "at_once", status: str = "published"):
    listing = a_listing(organisation, approval)
    Programme.objects.filter(pk=listing.pk).update(status=status)
    before = {"title_nl": listing.title_nl}
    return Revision.objects.create(programme=listing, before=before, changes={"title_nl": "Anders"})


def a_request_to_join(organisation: Organisation):
    return JoinRequest.objects.create(organisation=organisation, user=UserFactory())


def a_comparison(organisation: Organisation):
    return concluded(organisation=organisation)


def a_rater(organisation: Organisation):
    """Of two diplomas without competences: there is nothing left to rate."""
    return RaterFactory(comparison=ComparisonFactory(organisation=organisation))


def a_description(organisation: Organisation):
    """Authorised, and its Dutch paper is there."""
    description = authorised(comparison=concluded(organisation=organisation))
    made = {"state": "ready", "made_at": timezone.now(), "file": "paper.pdf", "sha256": "0" * 64, "size": 1}
    Document.objects.about(description).filter(language="nl").update(**made)
    return description


def a_signature(organisation: Organisation):
    """That this organisation is asked for."""
    sign_off = in_review().sign_offs.first()
    SignOff.objects.filter(pk=sign_off.pk).update(organisation=organisation)
    return sign_off


# Who: a role in the object's own organisation; `elsewhere.` in another one; `network_administrator` with a second step,
# `.one_step` without; `editor.inactive`, whose account is closed; `superuser` and `nobody`, who belong
# nowhere; `oneself`, whom the object is about.
ELSEWHERE = [f"elsewhere.{role}" for role in (Role.READER, Role.EDITOR, Role.ADMINISTRATOR)]
OTHERS = ["network_administrator.one_step", "editor.inactive", "superuser", "nobody", "oneself"]
EVERYBODY = [*Role.values, *ELSEWHERE, *OTHERS]


@dataclass(frozen=True)
class Expected:
    make: Callable
    see: set[str]
    may: dict[str, tuple[set[str], set[str]]]  # transition: from which states, for whom


KEEPERS = {"editor", "administrator", "network_administrator"}


def listings(approval: str, approvers: set[str]) -> Expected:
    return Expected(
        make=partial(a_listing, approval=approval),
        see={"reader"} | KEEPERS,
        may={
            "publish": ({"draft"}, approvers),
            "propose": ({"draft"}, KEEPERS - approvers),
            "approve": ({"proposed"}, approvers),
            "return_for_changes": ({"proposed"}, approvers),
            "withdraw": ({"published"}, KEEPERS),
            "archive": ({"draft", "published"}, KEEPERS),
            "reopen": ({"archived"}, KEEPERS),
        },
    )


def revisions(approval: str, approvers: set[str], status: str = "published") -> Expected:
    """Changes to a draft are applied by whoever keeps it: it is looked at when it is published."""
    at_once = KEEPERS if status == "draft" else approvers
    return Expected(
        make=partial(a_revision, approval=approval, status=status),
        see={"reader"} | KEEPERS,
        may={
            "apply": ({"editing"}, at_once),
            "propose": ({"editing"}, KEEPERS - at_once),
            "approve": ({"proposed"}, approvers),
            "return_for_changes": ({"proposed"}, approvers),
            "discard": ({"editing"}, KEEPERS),
        },
    )


EXPECTED = [
    ("listings.revision", revisions("at_once", KEEPERS)),
    ("listings.revision", revisions("by_school", {"administrator", "network_administrator"})),
    ("listings.revision", revisions("by_network", {"network_administrator"})),
    ("listings.revision", revisions("by_network", {"network_administrator"}, status="draft")),
    ("programmes.programme", listings("at_once", KEEPERS)),
    ("programmes.programme", listings("by_school", KEEPERS - {"editor"})),
    ("programmes.programme", listings("by_network", {"network_administrator"})),
    (
        "listings.correction",
        Expected(
            make=a_correction,
            see={"reader"} | KEEPERS,
            may={"accept": ({"open"}, KEEPERS), "refuse": ({"open"}, KEEPERS)},
        ),
    ),
    # Done by the portal itself where it follows from something else: by nobody, whoever they are.
    (
        "competences.comparison",
        Expected(
            make=a_comparison,
            see=KEEPERS,
            may={
                "bring_together": ({"rating"}, set()),
                "conclude": ({"reconciling"}, set()),  # by its two teachers
                "reopen": ({"concluded"}, KEEPERS),
            },
        ),
    ),
    (
        "competences.rater",
        Expected(make=a_rater, see={"oneself"}, may={"finish": ({"busy"}, {"oneself"})}),
    ),
    (
        "competences.authoriseddescription",
        Expected(
            make=a_description,
            see=KEEPERS,
            may={
                "submit": ({"draft", "changes_requested"}, KEEPERS),
                "take_back": ({"review"}, KEEPERS),
                "drop": ({"draft", "changes_requested"}, KEEPERS),
                "ask_changes": ({"review"}, set()),
                "authorise": ({"review"}, set()),
                "publish": ({"authorised"}, {"network_administrator"}),
                "supersede": ({"published", "under_review", "expired"}, set()),
                "expire": ({"published", "under_review"}, set()),
                "put_under_review": ({"published"}, set()),
                "uphold": ({"under_review"}, {"network_administrator"}),
                "withdraw": (
                    {"review", "authorised", "published", "under_review", "superseded", "expired"},
                    {"network_administrator"},
                ),
            },
        ),
    ),
    (
        "competences.signoff",
        Expected(
            make=a_signature,
            see={"authoriser"},
            may={"sign": ({"waiting"}, {"authoriser"}), "ask_changes": ({"waiting"}, {"authoriser"})},
        ),
    ),
    # Network administrators answer where nobody else can, as here.
    (
        "organisations.joinrequest",
        Expected(
            make=a_request_to_join,
            see={"administrator", "network_administrator", "oneself"},
            may={
                "accept": ({"asked"}, {"administrator", "network_administrator"}),
                "decline": ({"asked"}, {"administrator", "network_administrator"}),
                "withdraw": ({"asked"}, {"oneself"}),
            },
        ),
    ),
]


def person(who: str, obj, organisation: Organisation) -> User:
    if who == "oneself" and hasattr(obj, "user"):
        return obj.user
    if who in ("superuser", "nobody", "oneself"):
        return UserFactory(administrator=who == "superuser")
    first, _, rest = who.partition(".")
    role = rest if first == "elsewhere" else first
    user = UserFactory(is_active=rest != "inactive")
    where = OrganisationFactory() if first == "elsewhere" else organisation
    MembershipFactory(user=user, role=role, organisation=where)
    if rest != "one_step":
        SecondStepFactory(user=user)
    return user


def expected_answer(expected: Expected, who: str, name: str, state: str) -> int:
    sources, may = expected.may[name]
    if who not in expected.see:
        return 404
    if who not in may:
        return 403
    return 302 if state in sources else 409


def test_every_transition_of_every_workflow_is_expected():
    written = {label: set(expected.may) for label, expected in EXPECTED}
    assert {label: set(workflow.transitions) for label, workflow in workflows().items()} == written


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_may_what_the_table_says_and_nothing_else(who, client_of):
    wrong = {}
    for number, (label, expected) in enumerate(EXPECTED):
        workflow, organisation = workflows()[label], OrganisationFactory()
        obj = expected.make(organisation)
        user = person(who, obj, organisation)
        browser = client_of(user)
        for name, state in product(expected.may, workflow.states):
            workflow.model.objects.filter(pk=obj.pk).update(**{workflow.field: state})
            before = Entry.objects.about(obj).count()
            address = reverse("workflow:transition", args=[label, obj.pk, name])
            answer = answer_to(browser, address, user)
            wanted = expected_answer(expected, who, name, state)
            happened = Entry.objects.about(obj).count() - before
            if (answer, happened) != (wanted, int(wanted == 302)):
                wrong[label, number, name, state] = (answer, happened)
    assert wrong == {}


def answer_to(browser, address: str, user: User) -> int:
    response = browser.post(address, {"comment": "why"})
    signed_out = response.status_code == 302 and "/login/" in response["Location"]
    return 404 if signed_out and not user.is_active else response.status_code
