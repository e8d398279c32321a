"""People do whatever they like with a listing, in any order: what may not happen never does.

HYPOTHESIS_EXAMPLES and HYPOTHESIS_STEPS make it longer than here, for a night.
"""

import os

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from les_portal.activity.models import Entry
from les_portal.organisations.models import Membership
from les_portal.workflow import invariants
from les_portal.workflow.engine import CommentMissing, NotNow, NotReady, workflow_of
from programmes.models import Offering, Programme
from tests.factories.accounts import SecondStepFactory, UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory

Role = Membership.Role
MAY = {"anna": Role.EDITOR, "ada": Role.ADMINISTRATOR, "nora": Role.NETWORK_ADMINISTRATOR}
MAY_NOT = {"bram": Role.READER, "finn": Role.LEARNER, "tom": Role.COACH}
# Written by hand, not read from the table: what the law of this listing is.
LEADS = {
    ("draft", "publish"): "published",
    ("draft", "archive"): "archived",
    ("published", "withdraw"): "draft",
    ("published", "archive"): "archived",
    ("archived", "reopen"): "draft",
}
SAYS_WHY = {"withdraw", "archive"}
transitions = st.sampled_from(["publish", "withdraw", "archive", "reopen"])
comments = st.sampled_from(["", "  ", "why", "omdat het moet"])


class Listing(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        organisation = OrganisationFactory()
        self.campus = CampusFactory(school=SchoolFactory(organisation=organisation))
        self.listing = ProgrammeFactory(at=[self.campus])
        self.people = {name: UserFactory() for name in [*MAY, *MAY_NOT, "chloe"]}
        for name, role in {**MAY, **MAY_NOT}.items():
            MembershipFactory(user=self.people[name], role=role, organisation=organisation)
            SecondStepFactory(user=self.people[name])
        MembershipFactory(user=self.people["chloe"], role=Role.EDITOR)
        self.state, self.done, self.is_taught = "draft", [], True

    def attempt(self, who: str, name: str, comment: str, listing: Programme) -> type[Exception] | None:
        try:
            workflow_of(listing).run(name, listing, by=self.people[who], comment=comment)
        except (NotNow, PermissionDenied, CommentMissing, NotReady) as refused:
            return type(refused)
        return None

    def law(self, who: str, name: str, comment: str) -> type[Exception] | None:
        if (self.state, name) not in LEADS:
            return NotNow
        if who not in MAY:
            return PermissionDenied
        if name in SAYS_WHY and not comment.strip():
            return CommentMissing
        return NotReady if name == "publish" and not self.is_taught else None

    @rule(who=st.sampled_from([*MAY, *MAY_NOT, "chloe"]), name=transitions, comment=comments, is_stale=st.booleans())
    def try_it(self, who, name, comment, is_stale):
        """With the object as it was read at the beginning, or read anew."""
        listing = self.listing if is_stale else Programme.objects.get(pk=self.listing.pk)
        shown, expected = listing.status, self.law(who, name, comment)
        assert self.attempt(who, name, comment, listing) is expected
        if expected is None:
            self.state = LEADS[self.state, name]
            self.done.append((who, name))
            assert listing.status == self.state
        else:
            assert listing.status == shown

    @rule(who=st.sampled_from([*MAY]))
    def do_what_is_offered(self, who):
        listing = Programme.objects.get(pk=self.listing.pk)
        offered = workflow_of(listing).available(listing, self.people[who])
        assert {transition.name for transition in offered} == {name for state, name in LEADS if state == self.state}
        self.try_it(who, offered[0].name, "why", is_stale=False)

    @rule()
    def move_away(self):
        """The campus is not taught at any more, or again."""
        self.is_taught = not self.is_taught
        if self.is_taught:
            Offering.objects.create(programme=self.listing, campus=self.campus)
        else:
            Offering.objects.filter(programme=self.listing).delete()

    @invariant()
    def database_and_history_say_the_same(self):
        assert Programme.objects.get(pk=self.listing.pk).status == self.state
        entries = list(Entry.objects.about(self.listing).order_by("pk"))
        assert [(entry.actor, entry.verb.rpartition(".")[2]) for entry in entries] == [
            (self.people[who], name) for who, name in self.done
        ]
        assert all(entry.at for entry in entries)
        assert not [*invariants.states_match_history(), *invariants.steps_follow_each_other()]


@pytest.mark.django_db
def test_nobody_finds_a_way_around_the_table():
    run_state_machine_as_test(
        Listing,
        settings=settings(
            max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "50")),
            stateful_step_count=int(os.environ.get("HYPOTHESIS_STEPS", "30")),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
