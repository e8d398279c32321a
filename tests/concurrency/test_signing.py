"""Thirty at once sign the same description, or several; and both sides at the same moment."""

from collections import Counter
from itertools import cycle, islice

import pytest

from competences import invariants
from competences.models import AuthorisedDescription, SignOff
from les_portal.accounts.models import User
from les_portal.activity.models import Entry
from les_portal.documents.models import Document
from les_portal.organisations.models import Membership
from les_portal.workflow import invariants as of_workflows
from les_portal.workflow.engine import workflow_of
from tests.concurrency.databases import lend, take_back, url_for_others
from tests.concurrency.racers import racers
from tests.factories.accounts import SecondStepFactory
from tests.factories.competences import DescriptionFactory, authoriser, network_administrator
from tests.factories.organisations import MembershipFactory

PROCESSES, THREADS = 10, 3
AT_ONCE = PROCESSES * THREADS
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
Status = AuthorisedDescription.Status


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("race") / "race.sqlite3"


@pytest.fixture(scope="module")
def the_racers(file, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = url_for_others(file)
    with racers(PROCESSES, module="tests.concurrency.signing_racer", database_url=url) as started:
        yield started


@pytest.fixture
def signers() -> dict[str, list[User]]:
    """By side: as many of one organisation as race, each with a second step."""
    people = {}
    for country in ("be", "nl"):
        first = authoriser(country)
        organisation = first.memberships.get().organisation
        role = Membership.Role.AUTHORISER
        others = [MembershipFactory(organisation=organisation, role=role).user for _each in range(AT_ONCE - 1)]
        for user in others:
            SecondStepFactory(user=user)
        people[country] = [first, *others]
    return people


@pytest.fixture
def in_review(signers):
    def make(number: int, *, half: bool = False) -> list[AuthorisedDescription]:
        """So many, with `half` signed by the Flemish side."""
        by, made = network_administrator(), [DescriptionFactory() for _each in range(number)]
        for description in made:
            workflow_of(description).run("submit", description, by=by)
            if half:
                sign_off = description.sign_offs.get(country="be")
                workflow_of(sign_off).run("sign", sign_off, by=signers["be"][0])
        return made

    return make


@pytest.fixture
def race(the_racers, file):
    """What each of them was answered who tries one of these at the same moment."""

    def run(tries: list[dict], way: str = "door") -> Counter:
        size = -(-len(tries) // PROCESSES)
        commands = [{"way": way, "tries": tries[first : first + size]} for first in range(0, len(tries), size)]
        lend(file)
        answers = the_racers.race(commands)
        take_back(file)
        outcomes = [answer["outcome"] for answer in answers]
        return Counter(each for told in outcomes for each in (told if isinstance(told, list) else [told]))

    return run


def tries(descriptions, people, country: str, number: int) -> list[dict]:
    waiting = [description.sign_offs.get(country=country, status="waiting").pk for description in descriptions]
    pairs = zip(islice(cycle(waiting), number), people[country], strict=False)
    return [{"pk": pk, "by": person.pk, "name": "sign"} for pk, person in pairs]


def broken_promises() -> list[str]:
    ours = (invariants.frozen, invariants.four_eyes, invariants.numbers, invariants.papers, invariants.signatures)
    theirs = (of_workflows.states_match_history, of_workflows.steps_follow_each_other)
    return [str(row) for check in (*ours, invariants.says_its_number, *theirs) for row in check()]


def authorisations(description) -> int:
    return Entry.objects.about(description).filter(verb__endswith=".authorise").count()


def test_of_thirty_who_authorise_one_description_one_does(race, in_review, signers):
    [description] = in_review(1, half=True)
    assert race(tries([description], signers, "nl", AT_ONCE)) == Counter(done=1, NotNow=AT_ONCE - 1)
    description.refresh_from_db()
    assert (description.status, description.sequence, description.version) == (Status.AUTHORISED, 1, 1)
    assert authorisations(description) == 1
    assert Document.objects.about(description).count() == 3
    assert broken_promises() == []


def test_numbers_of_ten_that_are_authorised_at_once_have_no_gap(race, in_review, signers):
    descriptions = in_review(10, half=True)
    assert race(tries(descriptions, signers, "nl", AT_ONCE)) == Counter(done=10, NotNow=AT_ONCE - 10)
    given = AuthorisedDescription.objects.filter(status=Status.AUTHORISED).values_list("sequence", flat=True)
    assert sorted(given) == list(range(1, 11))
    numbers = set(Document.objects.values_list("number", flat=True))
    assert len(numbers) == 30, "each paper has the number of its own version"
    assert broken_promises() == []


def test_when_both_sides_sign_at_the_same_moment_it_is_authorised_once(race, in_review, signers):
    descriptions = in_review(5)
    both = [*tries(descriptions, signers, "be", 5), *tries(descriptions, signers, "nl", 5)]
    assert race(both) == Counter(done=10)
    for description in descriptions:
        description.refresh_from_db()
        assert (description.status, authorisations(description)) == (Status.AUTHORISED, 1)
    assert broken_promises() == []


# --- the controls: if one of these fails, those above prove nothing -------------------------------


def test_without_the_lock_one_is_authorised_more_than_once(race, in_review, signers):
    [description] = in_review(1, half=True)
    assert race(tries([description], signers, "nl", PROCESSES), way="control")["authorised"] > 1


def test_without_the_lock_several_take_the_same_number(race, in_review, signers):
    descriptions = in_review(PROCESSES, half=True)
    assert race(tries(descriptions, signers, "nl", PROCESSES), way="control")["IntegrityError"] > 0


def test_without_the_lock_both_sign_and_nobody_authorises(race, in_review, signers):
    descriptions = in_review(2)
    both = [*tries(descriptions, signers, "be", 2), *tries(descriptions, signers, "nl", 2)]
    assert race(both, way="control") == Counter(signed=4)
    assert set(SignOff.objects.values_list("status", flat=True)) == {"signed"}
    assert set(AuthorisedDescription.objects.values_list("status", flat=True)) == {Status.REVIEW}
