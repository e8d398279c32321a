"""History is only added to: by our own code, and by whoever reaches the database past it."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from les_portal.activity.models import Entry
from les_portal.activity.querysets import HistoryIsKept
from les_portal.activity.recording import record
from les_portal.activity.verbs import said, verb
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    verb("tests.invited", "invited somebody")
    return record("tests.invited", OrganisationFactory(), by=UserFactory(name="Anna"), comment="welcome", source="a")


def test_it_says_who_did_what_to_what(entry):
    assert (entry.actor_name, entry.said, entry.comment) == ("Anna", "invited somebody", "welcome")
    assert Entry.objects.about(entry.about).get() == entry
    assert not Entry.objects.about(OrganisationFactory()).exists()
    assert "tests.invited" in str(entry)


def test_a_verb_that_nobody_knows_any_more_reads_as_its_code():
    assert said("fund.forgotten") == "fund.forgotten"


def test_code_cannot_change_it(entry):
    entry.comment = "something else"
    for forbidden in (
        entry.save,
        entry.delete,
        lambda: Entry.objects.update(comment=""),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.bulk_update([entry], ["comment"]),
    ):
        with pytest.raises(HistoryIsKept), transaction.atomic():
            forbidden()
    assert Entry.objects.get().comment == "welcome"


CHANGES = [
    "comment = 'other'", "verb = 'other'", "target = 'published'", "source = ''", "object_id = object_id + 1",
    "id = id + 1000", "at = '2020-01-01 00:00:00'", """changes = '{"a": [1, 2]}'""",
]  # fmt: skip


def write(sql: str, *params) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_rewrite_it(entry, change):
    with pytest.raises(IntegrityError, match="history is only added to"):
        write(f"UPDATE activity_entry SET {change}")
    assert Entry.objects.values().get() == {name: getattr(entry, name) for name in Entry.objects.values().get()}


def test_the_database_refuses_to_say_that_another_did_it(entry):
    other = UserFactory()
    with pytest.raises(IntegrityError, match="history is only added to"):
        write("UPDATE activity_entry SET actor_id = %s", other.pk)
    write("UPDATE activity_entry SET actor_id = NULL")
    with pytest.raises(IntegrityError, match="history is only added to"):
        write("UPDATE activity_entry SET actor_id = %s", other.pk)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite emptying a table is the same statement")
def test_the_database_refuses_to_take_it_away(entry):
    with pytest.raises(IntegrityError, match="history is only added to"):
        write("DELETE FROM activity_entry")
    assert Entry.objects.exists()


def test_what_somebody_did_stays_when_their_account_goes(entry):
    entry.actor.delete()
    kept = Entry.objects.get()
    assert (kept.actor, kept.comment) == (None, "welcome")
    assert "Anna" not in kept.actor_name


def test_nothing_is_changed_by_writing_the_same(entry):
    """As loading a backup over itself does."""
    write("UPDATE activity_entry SET comment = comment, actor_id = actor_id")
    assert Entry.objects.get().actor == entry.actor


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_test_that_commits_can_still_empty_the_table(entry):
    call_command("flush", interactive=False, verbosity=0)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_guard_can_be_taken_back_with_its_migration(entry):
    call_command("migrate", "activity", "0001", verbosity=0)
    try:
        write("UPDATE activity_entry SET comment = 'other'")
    finally:
        call_command("migrate", "activity", verbosity=0)
    with pytest.raises(IntegrityError):
        write("UPDATE activity_entry SET comment = 'again'")
