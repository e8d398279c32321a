"""People, the law and time do whatever they like with the descriptions of a pair: what may not happen never does.

HYPOTHESIS_EXAMPLES and HYPOTHESIS_STEPS make it longer than here, for a night.
"""

import os
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from competences import invariants
from competences.actions import watching, writing
from competences.models import AuthorisedDescription, Line
from les_portal.accounts.models import User
from les_portal.activity.models import Entry
from les_portal.documents.models import Document
from les_portal.organisations.models import Membership
from les_portal.workflow import invariants as of_workflows
from les_portal.workflow.engine import CommentMissing, NotNow, NotReady, workflow_of
from tests.factories.accounts import UserFactory
from tests.factories.competences import authoriser, concluded, network_administrator
from tests.factories.organisations import MembershipFactory

PROMISES = (
    *(invariants.frozen, invariants.says_its_number, invariants.four_eyes, invariants.one_counts),
    *(invariants.numbers, invariants.papers, invariants.signatures),
    *(of_workflows.states_match_history, of_workflows.steps_follow_each_other, of_workflows.steps_are_known),
)
# Written by hand, not read from the table: who may do what, and where it leads.
WRITERS, NETWORK = {"keeper", "nora"}, {"nora"}
LAW = {
    ("draft", "submit"): ("review", WRITERS),
    ("changes_requested", "submit"): ("review", WRITERS),
    ("review", "take_back"): ("draft", WRITERS),
    ("draft", "drop"): ("withdrawn", WRITERS),
    ("changes_requested", "drop"): ("withdrawn", WRITERS),
    ("authorised", "publish"): ("published", NETWORK),
    ("under_review", "uphold"): ("published", NETWORK),
    **{
        (state, "withdraw"): ("withdrawn", NETWORK)
        for state in ("review", "authorised", "published", "under_review", "superseded", "expired")
    },
}
REFUSED = (NotNow, PermissionDenied, CommentMissing, NotReady)
EVERYBODY = ["keeper", "nora", "flemish", "dutch", "stranger"]
NAMES = ["submit", "take_back", "drop", "publish", "uphold", "withdraw", "authorise", "supersede", "expire"]
people = st.sampled_from(EVERYBODY)


class Life(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        Membership.objects.filter(role=Membership.Role.AUTHORISER).delete()  # of the walk before this one
        self.comparison = concluded()
        keeper = MembershipFactory(organisation=self.comparison.organisation, role="editor").user
        self.people = {
            "keeper": keeper,
            "nora": network_administrator(),
            "flemish": authoriser("be"),
            "dutch": authoriser("nl"),
            "stranger": UserFactory(),
        }
        self.frozen = {}

    def person(self, who: str) -> User:
        """Read anew, as for each request."""
        return User.objects.get(pk=self.people[who].pk)

    @property
    def versions(self) -> list[AuthorisedDescription]:
        return list(self.comparison.descriptions.order_by("pk"))

    @property
    def newest(self) -> AuthorisedDescription | None:
        return self.versions[-1] if self.versions else None

    # --- what people do -----------------------------------------------------------------------

    @rule()
    def begin_a_version(self):
        before = len(self.versions)
        has_one = any(row.status in AuthorisedDescription.MAKING for row in self.versions)
        made = writing.begin(self.comparison, by=self.person("keeper"))
        assert len(self.versions) == before + (not has_one)
        if not made.summary_nl and made.status == "draft":
            words = {"summary_nl": "Kort.", "regulated": "no"}
            typed = {name: writing.Typed(writing.as_typed(made, name), text, text) for name, text in words.items()}
            writing.write(made, typed, by=self.person("keeper"))

    @rule(who=people, name=st.sampled_from(NAMES), which=st.integers(0, 5), comment=st.sampled_from(["", "Daarom."]))
    def try_it(self, who, name, which, comment):
        if not self.versions:
            return
        row = self.versions[which % len(self.versions)]
        before, law = row.status, LAW.get((row.status, name))
        try:
            workflow_of(row).run(name, row, by=self.person(who), comment=comment)
        except REFUSED:
            assert AuthorisedDescription.objects.get(pk=row.pk).status == before
        else:
            target, may = law
            assert who in may
            assert AuthorisedDescription.objects.get(pk=row.pk).status == target

    @rule(who=people, side=st.sampled_from(["be", "nl"]), name=st.sampled_from(["sign", "sign", "sign", "ask_changes"]))
    def answer(self, who, side, name):
        row = self.newest
        sign_off = row.sign_offs.filter(country=side).last() if row else None
        if sign_off is None:
            return
        may = {"be": "flemish", "nl": "dutch"}[side] == who and sign_off.status == "waiting"
        try:
            workflow_of(sign_off).run(name, sign_off, by=self.person(who), comment="Zo niet.")
        except (NotNow, PermissionDenied):
            assert not may
        except NotReady:
            assert may, "the comparison changed since"
        else:
            assert may

    @rule(who=st.sampled_from(["keeper", "nora"]), which=st.integers(0, 5), pick=st.integers(0, 5))
    def do_what_is_offered(self, who, which, pick):
        if not self.versions:
            return
        row = self.versions[which % len(self.versions)]
        offered = [each.name for each in workflow_of(row).available(row, self.person(who))]
        assert set(offered) == {name for (state, name), (_to, may) in LAW.items() if state == row.status and who in may}
        if offered:
            self.try_it(who, offered[pick % len(offered)], which, "Daarom.")

    @rule()
    def go_on(self):
        """The next step by whoever it waits for, so that the walk comes far."""
        row = self.newest
        match row and row.status:
            case None | "withdrawn" | "superseded" | "expired":
                self.begin_a_version()
            case "published":
                self.change_a_diploma()
            case "draft" | "changes_requested":
                workflow_of(row).run("submit", row, by=self.person("keeper"))
            case "review":
                self.answer("flemish", "be", "sign")
                self.answer("dutch", "nl", "sign")
            case "authorised":
                self.make_papers()
                workflow_of(row).run("publish", row, by=self.person("nora"))
            case "under_review":
                workflow_of(row).run("uphold", row, by=self.person("nora"), comment="Telt niet.")

    @rule()
    def make_papers(self):
        made = {"state": "ready", "made_at": timezone.now(), "file": "paper.pdf", "sha256": "0" * 64, "size": 1}
        Document.objects.filter(state="requested").update(**made)

    # --- what happens to it -------------------------------------------------------------------

    @rule()
    def explain_differently(self):
        line = self.comparison.lines.filter(relation="missing").get()
        Line.objects.filter(pk=line.pk).update(note_nl=f"{line.note_nl} Meer.")

    @rule()
    def change_a_diploma(self):
        """To what it was before, every third time."""
        competence = self.comparison.target.competences.get(
            pk=self.comparison.lines.get(relation="missing").competence_id
        )
        competence.weight = competence.weight % 3 + 1
        competence.save()
        watching.look_again([competence.qualification_id])

    @rule(years=st.integers(0, 5))
    def let_time_pass(self, years):
        today = timezone.localdate() + timedelta(days=365 * years)
        watching.expire(today)
        watching.remind(today)

    # --- what never breaks --------------------------------------------------------------------

    @invariant()
    def all_promises_hold(self):
        assert [str(row) for check in PROMISES for row in check()] == []

    @invariant()
    def what_was_authorised_stays(self):
        for row in self.comparison.descriptions.filter(version__isnull=False):
            assert self.frozen.setdefault(row.pk, row.snapshot) == row.snapshot

    @invariant()
    def one_is_made_and_one_counts(self):
        rows = self.comparison.descriptions
        assert rows.filter(status__in=AuthorisedDescription.MAKING).count() <= 1
        assert rows.filter(is_current=True).count() <= 1

    @invariant()
    def nobody_did_what_the_portal_does(self):
        automatic = [f"competences.authoriseddescription.{name}" for name in ("authorise", "supersede", "expire")]
        assert not Entry.objects.filter(verb__in=automatic).exclude(actor=None).exists()


@pytest.mark.django_db
def test_nobody_finds_a_way_around_the_life_cycle():
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "12")),
            stateful_step_count=int(os.environ.get("HYPOTHESIS_STEPS", "40")),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    reached = set(Entry.objects.of_model(AuthorisedDescription).exclude(target="").values_list("target", flat=True))
    assert reached >= {"review", "authorised", "published", "under_review", "superseded", "withdrawn", "draft"}
