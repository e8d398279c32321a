"""Everything that belongs to a change of state happens, or nothing at all."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from les_portal.activity.models import Entry
from les_portal.jobs.models import Job
from les_portal.mail.models import Mail
from les_portal.workflow.engine import CommentMissing, NotNow, NotReady, workflow_of, workflows
from les_portal.workflow.transitions import Notice, Transition
from programmes.models import Programme
from programmes.notifications import LISTINGS
from tests.factories.organisations import OrganisationFactory
from tests.les_portal.workflow.tables import OPEN, table

pytestmark = pytest.mark.django_db


def in_database(obj) -> str:
    return Programme.objects.get(pk=obj.pk).status


def test_it_moves_and_writes_down_who_did_what_when_and_why(draft, anna):
    entry = table().run("open", draft, by=anna, comment="  at last ")
    assert (draft.status, in_database(draft)) == ("published", "published")
    assert Entry.objects.get() == entry
    assert (entry.actor, entry.about, entry.verb) == (anna, draft, "programmes.programme.open")
    assert (entry.source, entry.target, entry.comment, entry.said) == ("draft", "published", "at last", "opened it")
    assert timezone.now() - entry.at < timedelta(minutes=1)


def test_it_remembers_which_of_its_states_it_came_from(draft, anna):
    Programme.objects.update(status="archived")
    assert table().run("open", draft, by=anna).source == "archived"


def test_a_second_time_is_too_late(draft, anna):
    once, again = Programme.objects.get(pk=draft.pk), Programme.objects.get(pk=draft.pk)
    table().run("open", once, by=anna)
    with pytest.raises(NotNow):
        table().run("open", again, by=anna)
    assert Entry.objects.count() == 1


def refuse(workflow, obj, *, by, error, comment=""):
    """What is refused leaves no trace, neither in the database nor in the object that was given."""
    with pytest.raises(error) as refused:
        workflow.run("open", obj, by=by, comment=comment)
    assert (obj.status, in_database(obj)) == ("draft", "draft")
    assert not Entry.objects.exists()
    assert not Mail.objects.exists()
    assert not Job.objects.exists()
    return refused.value


def test_who_may_not_is_refused(draft, bram, chloe):
    for person in (bram, chloe):
        refuse(table(), draft, by=person, error=PermissionDenied)


def test_permission_is_asked_for_the_object_as_it_is_and_not_as_it_was_read(draft, anna, other_school_organisation):
    assert anna.has_perm("programmes.publish_listing", draft)
    draft.school.organisation  # noqa: B018 - read, and remembered by the object
    school = Programme.objects.get(pk=draft.pk).school
    school.organisation = other_school_organisation
    school.save()
    refuse(table(), draft, by=anna, error=PermissionDenied)


@pytest.mark.parametrize("comment", ["", "   \n"])
def test_a_comment_that_is_needed_is_asked_for(draft, anna, comment):
    refuse(table(needs_comment=True), draft, by=anna, error=CommentMissing, comment=comment)
    assert table(needs_comment=True).run("open", draft, by=anna, comment="why").comment == "why"


def test_what_is_missing_is_said_all_at_once(draft, anna):
    def needs(sentence):
        return lambda listing: sentence

    workflow = table(guards=(needs("Give it a title."), needs(""), needs("Say where.")))
    assert workflow.missing("open", draft) == ["Give it a title.", "Say where."]
    error = refuse(workflow, draft, by=anna, error=NotReady)
    assert error.sentences == ["Give it a title.", "Say where."]
    assert str(error) == "Give it a title. Say where."


def test_guards_see_the_object_as_it_is_before_and_effects_after(draft, anna):
    seen = []

    def guard(listing):
        seen.append((listing.status, listing.title_nl))
        return ""

    def effect(listing, *, by, comment):
        seen.append((listing.status, listing.title_nl, by, comment))
        listing.title_nl = "Changed"
        listing.save()

    Programme.objects.update(title_nl="Written by somebody else meanwhile")
    table(guards=(guard,), effects=(effect,)).run("open", draft, by=anna, comment="why")
    title = "Written by somebody else meanwhile"
    assert seen == [("draft", title), ("published", title, anna, "why")]
    assert (draft.title_nl, draft.status) == ("Changed", "published")


def test_an_effect_that_fails_takes_everything_back(draft, anna):
    def write(listing, *, by, comment):
        listing.title_nl = "Half"
        listing.save()

    def fail(listing, *, by, comment):
        raise ZeroDivisionError

    refuse(table(effects=(write, fail)), draft, by=anna, error=ZeroDivisionError)
    assert draft.title_nl == Programme.objects.get().title_nl == "Lassen"


def test_everybody_is_told_once_but_not_who_did_it_nor_who_left(draft, anna, ada, bram, chloe):
    chloe.is_active = False
    chloe.save()
    first = Notice("programmes/listing_changed", LISTINGS, lambda listing: [ada, anna, ada, chloe])
    second = Notice("programmes/listing_changed", LISTINGS, lambda listing: [ada, bram])
    entry = table(notify=(first, second)).run("open", draft, by=anna, comment="why")
    assert {mail.recipient for mail in Mail.objects.all()} == {ada, bram}
    assert Mail.objects.count() == 2
    assert {(mail.sender, mail.about, mail.kind) for mail in Mail.objects.all()} == {(anna, draft, "listings")}
    assert all(entry.comment in mail.text for mail in Mail.objects.all())


def test_a_name_that_is_not_in_the_table_is_an_error(draft, anna):
    with pytest.raises(KeyError):
        table().run("close", draft, by=anna)


def test_available_is_what_leads_on_from_here_for_this_person(draft, anna, bram):
    close = Transition(**OPEN | {"name": "close", "sources": ("published",), "target": "archived"})
    workflow = table(close)
    assert [transition.name for transition in workflow.available(draft, anna)] == ["open"]
    assert workflow.available(draft, bram) == []
    workflow.run("open", draft, by=anna)
    assert [transition.name for transition in workflow.available(draft, anna)] == ["close"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"target": "lost"}, "no state lost"),
        ({"sources": ("draft", "nowhere")}, "no state nowhere"),
        ({"sources": ("published",)}, "two clicks"),
        ({"name": "a" * 50}, "longer"),
    ],
)
def test_a_table_that_cannot_be_is_refused_when_it_is_written(changes, message):
    with pytest.raises(ValueError, match=message):
        table(**changes)
    with pytest.raises(ValueError, match="same name"):
        table(Transition(**OPEN))


def test_people_work_with_it_on_its_own_page_unless_the_table_says_another(draft):
    assert table().page(draft) == draft.get_absolute_url()
    assert workflow_of(draft).page(draft).startswith("/nl/manage/")


def test_workflows_are_known_by_their_model(draft):
    assert workflow_of(draft) is workflows()["programmes.programme"]
    with pytest.raises(KeyError):
        workflow_of(OrganisationFactory())
