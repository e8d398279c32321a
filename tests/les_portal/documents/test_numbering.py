"""Numbers, versions and standing: given once, without gaps, and kept."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from les_portal.activity.models import Entry
from les_portal.documents import invariants
from les_portal.documents.models import CODE_ALPHABET, Document, Series
from les_portal.documents.querysets import DocumentsAreKept
from les_portal.documents.requesting import NotValid, ReasonMissing, request_document, withdraw
from les_portal.jobs.models import Job
from programmes.documents import PROGRAMME_SHEET
from tests.factories.documents import DocumentFactory, superseding
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db
Standing = Document.Standing


@pytest.fixture
def programme():
    return ProgrammeFactory(published=True, title_nl="Lassen")


def ask(programme, language="nl", by=None) -> Document:
    return request_document(PROGRAMME_SHEET, programme, language=language, by=by)


def standing(*documents) -> list[str]:
    return [Document.objects.get(pk=document.pk).standing for document in documents]


# --- asking -------------------------------------------------------------------------------------


def test_numbers_follow_each_other_within_a_year_whatever_they_are_about(programme):
    year = timezone.localdate().year
    last_year = Series.objects.create(prefix="PS", year=year - 1, last=41)
    documents = [ask(programme), ask(ProgrammeFactory(published=True)), ask(programme, "fr")]
    assert [document.number for document in documents] == [f"PS-{year}-0000{n}" for n in (1, 2, 3)]
    last_year.refresh_from_db()
    assert last_year.last == 41


def test_number_of_what_was_not_asked_after_all_is_given_again(programme):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask(programme)
        raise ZeroDivisionError
    assert ask(programme).sequence == 1
    assert Job.objects.count() == 1, "nor was its file asked for"


def test_it_holds_all_that_will_be_printed_who_asked_and_when(programme, anna):
    document = ask(programme, by=anna)
    assert document.content["title"] == {"text": "Lassen", "language": ""}
    assert document.title.endswith(": Lassen")
    assert (document.requested_by, document.about) == (anna, programme)
    assert len(document.code) == 24
    assert set(document.code) <= set(CODE_ALPHABET)
    job = Job.objects.get(kind="documents.make")
    assert (job.payload, job.key) == ({"document": document.pk}, f"document:{document.pk}")


def test_what_cannot_be_printed_is_not_kept_either():
    """Nor would PostgreSQL take it in JSON."""
    document = ask(ProgrammeFactory(published=True, title_nl="Las\u202esen", content_nl="a\x0bb"))
    assert document.content["title"]["text"] == "Las\ufffdsen"
    assert document.content["content"]["text"] == "a\ufffdb"
    assert "\u202e" not in document.title


def test_next_one_takes_the_place_of_the_last_of_its_own_language(programme):
    first, french, second = ask(programme), ask(programme, "fr"), ask(programme)
    third = ask(programme)
    assert standing(first, second, third, french) == ["superseded", "superseded", "valid", "valid"]
    assert [document.version for document in (first, second, third, french)] == [1, 2, 3, 1]
    assert (first.supersedes, second.supersedes, third.supersedes) == (None, first, second)
    assert list(invariants.validity()) == list(invariants.succession()) == []


def test_another_programme_is_another_chain(programme):
    first, other = ask(programme), ask(ProgrammeFactory(published=True))
    assert standing(first, other) == ["valid", "valid"]
    assert other.version == 1


# --- withdrawing --------------------------------------------------------------------------------


def test_withdrawn_document_says_so_and_history_says_who_and_why(programme, nora):
    document = ask(programme)
    withdraw(document, by=nora, reason="The level was wrong.")
    assert document.standing == Standing.WITHDRAWN
    assert standing(document) == ["withdrawn"]
    entry = Entry.objects.about(document).get()
    assert (entry.actor, entry.verb, entry.comment) == (nora, "withdraw_document", "The level was wrong.")
    assert (entry.source, entry.target) == ("valid", "withdrawn")
    assert list(invariants.validity()) == []


def test_version_after_a_withdrawn_one_counts_on_and_replaces_nothing(programme, nora):
    document = ask(programme)
    withdraw(document, by=nora, reason="Wrong.")
    after = ask(programme)
    assert (after.version, after.supersedes) == (2, None)
    assert standing(document, after) == ["withdrawn", "valid"]
    assert list(invariants.validity()) == list(invariants.succession()) == []


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_nobody_withdraws_without_saying_why(programme, nora, reason):
    document = ask(programme)
    with pytest.raises(ReasonMissing):
        withdraw(document, by=nora, reason=reason)
    assert standing(document) == ["valid"]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("state", [Standing.SUPERSEDED, Standing.WITHDRAWN])
def test_only_what_is_valid_is_withdrawn(nora, state):
    document = DocumentFactory()
    Document.objects.filter(pk=document.pk).update(standing=state)
    with pytest.raises(NotValid):
        withdraw(document, by=nora, reason="Wrong.")
    assert standing(document) == [state]
    assert not Entry.objects.exists()


# --- a document never changes -------------------------------------------------------------------


@pytest.fixture
def ready():
    return DocumentFactory()


def test_portal_refuses_to_change_or_delete_a_document(ready):
    ready.title = "Another"
    with pytest.raises(DocumentsAreKept):
        ready.save()
    with pytest.raises(DocumentsAreKept):
        ready.delete()
    with pytest.raises(DocumentsAreKept):
        Document.objects.all().delete()
    for change in ({"title": "x"}, {"content": {}}, {"number": "x"}, {"supersedes": None}, {"code": "x", "size": 1}):
        with pytest.raises(DocumentsAreKept):
            Document.objects.update(**change)


def test_what_was_made_is_said_once(ready):
    waiting = DocumentFactory(requested=True)
    assert Document.objects.update(state=Document.State.FAILED) == 1
    assert Document.objects.filter(pk=ready.pk).update(sha256="0" * 64) == 0
    assert Document.objects.get(pk=waiting.pk).state == "failed"
    assert Document.objects.get(pk=ready.pk).state == "ready"


FROZEN = "kind='x' sequence=99 number='x' version=9 language='fr' title='x' code='x' object_id=0 content='[1]'".split()
FROZEN += ["requested_at='2020-01-01 00:00:00+00:00'"]
MADE = ["state='requested'", "made_at='2020-01-01 00:00:00+00:00'", "file='x'", "sha256='x'", "size=1"]


@pytest.mark.parametrize("change", [*FROZEN, *MADE])
def test_database_refuses_to_change_a_ready_document(ready, change):
    with pytest.raises(IntegrityError, match="is kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE documents_document SET {change}")


@pytest.mark.parametrize("change", FROZEN)
def test_database_refuses_to_change_what_was_asked_before_it_is_made(change):
    DocumentFactory(requested=True)
    with pytest.raises(IntegrityError, match="is kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE documents_document SET {change}")


def test_database_lets_a_document_be_made_and_lose_its_standing_and_its_asker(anna):
    ready = DocumentFactory(requested_by=anna)
    waiting = DocumentFactory(requested=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE documents_document SET standing = 'withdrawn'")
        cursor.execute("UPDATE documents_document SET sha256 = 'x', size = 1 WHERE id = %s", [waiting.pk])
    anna.delete()
    ready.refresh_from_db()
    assert (ready.requested_by, ready.standing) == (None, "withdrawn")


# --- what check_invariants says -----------------------------------------------------------------


def findings(check) -> list[str]:
    return [str(found) for found in check()]


def test_series_without_gaps_is_what_every_number_says():
    Series.objects.create(prefix="XX", year=2026)  # nobody asked yet
    for sequence in (1, 2, 3):
        DocumentFactory(sequence=sequence)
    Series.objects.filter(prefix="TP").update(last=3)
    assert findings(invariants.numbers) == []
    DocumentFactory(sequence=5)
    assert findings(invariants.numbers) == ["TP-2026"]
    Series.objects.filter(prefix="TP").update(last=5)
    assert findings(invariants.numbers) == ["TP-2026"], "4 is missing"
    DocumentFactory(sequence=4, number="TP-2026-00044")
    assert findings(invariants.numbers) == ["TP-2026-00044"]


def test_last_one_is_the_valid_one_unless_it_was_withdrawn(school_organisation):
    first = DocumentFactory(organisation=school_organisation)
    second = superseding(first)
    assert findings(invariants.validity) == findings(invariants.succession) == []
    Document.objects.filter(pk=second.pk).update(standing=Standing.WITHDRAWN)
    assert findings(invariants.validity) == []
    Document.objects.filter(pk=first.pk).update(standing=Standing.VALID)
    assert findings(invariants.validity) == [f"{second.number} (1 valid)"]
    Document.objects.update(standing=Standing.SUPERSEDED)
    assert findings(invariants.validity) == [f"{second.number} (0 valid)"]
    Document.objects.filter(pk=first.pk).update(standing=Standing.VALID)
    assert findings(invariants.validity) == [f"{second.number} (1 valid)"]


def test_what_was_replaced_says_by_which_and_only_that():
    first = DocumentFactory()
    Document.objects.filter(pk=first.pk).update(standing=Standing.SUPERSEDED)
    assert findings(invariants.succession) == [first.number], "by nothing"
    second = superseding(first)
    assert findings(invariants.succession) == []
    Document.objects.filter(pk=second.pk).update(standing=Standing.WITHDRAWN)
    Document.objects.filter(pk=first.pk).update(standing=Standing.VALID)
    assert findings(invariants.succession) == [first.number], "replaced, and says that it is valid"


def test_what_replaces_is_about_the_same_and_later():
    first = DocumentFactory()
    superseding(first, language="fr")
    second = DocumentFactory()
    superseding(second, version=1)
    assert findings(invariants.succession) == [first.number, second.number]
