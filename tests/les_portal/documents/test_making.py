"""From a row to its file: once, from its own words alone, whole or not at all."""

import hashlib
import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from les_portal.documents import invariants, making, tidying
from les_portal.documents.models import Document, private_storage
from les_portal.documents.requesting import ask_again, request_document
from les_portal.documents.tasks import PAUSES
from les_portal.jobs.handlers import Hopeless, NotNeeded, handler_of
from les_portal.jobs.models import Job
from les_portal.pdf.limits import LONGEST_TEXT
from programmes.documents import PROGRAMME_SHEET
from programmes.models import Programme
from tests.factories.documents import DocumentFactory
from tests.factories.programmes import ProgrammeFactory
from tests.les_portal.documents.stores import keep_documents_in
from tests.les_portal.opened import Opened

pytestmark = pytest.mark.django_db
State = Document.State


@pytest.fixture
def programme():
    return ProgrammeFactory(published=True, title_nl="Lassen en constructie", summary_nl="Je leert lassen.")


def ask(programme, language="nl") -> Document:
    return request_document(PROGRAMME_SHEET, programme, language=language, by=None)


def stored() -> list[str]:
    return sorted(tidying._files(private_storage()))


def content(document) -> bytes:
    with private_storage().open(document.file.name) as file:
        return file.read()


def test_job_makes_the_file_and_says_what_it_made(programme, do_jobs):
    document = ask(programme)
    assert (document.state, document.file.name) == (State.REQUESTED, "")
    do_jobs()
    document.refresh_from_db()
    printed = content(document)
    assert document.state == State.READY
    assert document.made_at is not None
    assert (document.size, document.sha256) == (len(printed), hashlib.sha256(printed).hexdigest())
    assert document.is_sealed is False
    opened = Opened(printed)
    assert "Lassen en constructie" in opened.text
    assert document.number in opened.text
    assert document.verification_url in opened.links()
    assert stored() == [document.file.name]


def test_it_is_printed_from_its_own_words_and_never_from_the_rows(programme, do_jobs):
    document = ask(programme)
    programme.title_nl, programme.summary_nl = "Verzorging", "Je leert verzorgen."
    programme.save()
    do_jobs()
    document.refresh_from_db()
    text = Opened(content(document)).text
    assert "Lassen en constructie" in text
    assert "erzorg" not in text


def test_it_is_printed_when_what_it_is_about_is_gone(programme, do_jobs):
    document = ask(programme)
    Programme.objects.filter(pk=programme.pk).delete()
    do_jobs()
    document.refresh_from_db()
    assert document.state == State.READY


def test_each_is_in_its_own_language_whoever_asks_and_whoever_makes_it(programme, do_jobs):
    programme.title_fr = "Soudage"
    programme.save()
    documents = [ask(programme, language) for language in ("fr", "en")]
    do_jobs()
    french, english = (Opened(content(Document.objects.get(pk=document.pk))) for document in documents)
    assert (str(french.root.Lang), str(english.root.Lang)) == ("fr", "en")
    assert "Soudage" in french.text
    assert "What you learn" in english.text


def test_two_attempts_at_the_same_time_leave_one_file_on_the_row_and_the_other_to_the_sweep(programme):
    document = ask(programme)
    first, second = making.make(document.pk), making.make(document.pk)
    assert len(stored()) == 2, "each attempt has a file of its own"
    second()
    made = Document.objects.get(pk=document.pk)
    first()
    again = Document.objects.get(pk=document.pk)
    assert (again.file.name, again.made_at) == (made.file.name, made.made_at), "whoever comes second changes nothing"
    both = stored()
    grow_old(both)
    assert tidying.tidy() == [name for name in both if name != made.file.name]
    assert stored() == [made.file.name]


def grow_old(names, *, seconds=3700):
    for name in names:
        before = time.time() - seconds
        os.utime(private_storage().path(name), (before, before))


@pytest.mark.parametrize("state", ["ready", "gone"])
def test_there_is_nothing_to_make_when(state):
    document = DocumentFactory(kind=PROGRAMME_SHEET.code)
    with pytest.raises(NotNeeded):
        making.make(document.pk if state == "ready" else document.pk + 1)
    assert len(stored()) == 1


def test_kind_that_nobody_makes_any_more_is_hopeless():
    document = DocumentFactory(requested=True, kind="of-an-older-version")
    with pytest.raises(Hopeless):
        making.make(document.pk)
    assert stored() == []


def test_more_than_can_be_printed_fails_at_once_with_a_sentence_and_can_be_asked_again(do_jobs):
    programme = ProgrammeFactory(published=True, content_nl="x" * (LONGEST_TEXT + 1))
    document = ask(programme)
    do_jobs()
    document.refresh_from_db()
    job = Job.objects.get(kind="documents.make")
    assert (document.state, job.state, job.attempts) == (State.FAILED, Job.State.FAILED, 1)
    assert "20001" in job.reason.replace(".", "")
    number, code = document.number, document.code
    assert ask_again(document) is True
    assert document.state == State.REQUESTED
    assert Job.objects.filter(kind="documents.make", state=Job.State.WAITING).count() == 1
    assert (document.number, document.code) == (number, code)
    assert ask_again(document) is False, "it is being made already"


def test_ready_document_is_not_asked_again():
    document = DocumentFactory()
    assert ask_again(document) is False
    assert not Job.objects.exists()


def test_job_that_an_administrator_starts_again_makes_the_document_after_all(programme, do_jobs):
    """From the jobs page: the document does not say "could not be made" while it is being made."""
    document = ask(programme)
    making.gave_up(document.pk)
    assert Document.objects.get().state == State.FAILED
    effect = making.make(document.pk)
    assert Document.objects.get().state == State.REQUESTED
    with transaction.atomic():
        effect()
    assert Document.objects.get().state == State.READY
    making.gave_up(document.pk)
    assert Document.objects.get().state == State.READY, "what is made stays made"


def test_three_attempts_and_it_has_failed_visibly(programme):
    assert handler_of("documents.make").attempts == 3
    assert handler_of("documents.make").gave_up is making.gave_up
    assert PAUSES[-1] >= timedelta(minutes=30), "long enough for a disk to be emptied or a bucket to come back"


# --- the sweep ----------------------------------------------------------------------------------


def leave(name: str, *, old: bool) -> str:
    saved = private_storage().save(name, ContentFile(b"left behind"))
    if old:
        grow_old([saved])
    return saved


def test_sweep_takes_what_no_row_knows_once_it_is_old_and_nothing_else():
    kept = DocumentFactory()
    grow_old([kept.file.name])
    leave("9/TP-2026-00009-nl-abc.pdf", old=True)
    half = leave("9/.tmpabc.part", old=True)
    young = leave("9/TP-2026-00010-nl-def.pdf", old=False)
    assert tidying.tidy() == [half, "9/TP-2026-00009-nl-abc.pdf"]
    assert stored() == sorted([kept.file.name, young])
    assert tidying.tidy() == []


def test_sweep_of_an_empty_house(do_jobs):
    assert tidying.tidy() == []
    with transaction.atomic():
        making.enqueue(making.TIDY, {})
    assert do_jobs() == 1
    assert Job.objects.get().state == Job.State.DONE


def test_file_that_somebody_else_took_away_meanwhile_is_passed_over(settings):
    leave("9/left.pdf", old=True)
    keep_documents_in(settings, "tests.les_portal.documents.stores.TidiedBySomebodyElse")
    assert tidying.tidy() == []


def test_every_attempt_has_the_sweep_come_later_once_an_hour(programme):
    making.make(ask(programme, "nl").pk)
    making.make(ask(programme, "fr").pk)
    sweeps = Job.objects.filter(kind="documents.tidy")
    assert 1 <= len(sweeps) <= 2, "two only when the hour struck between them"
    assert all(sweep.due_at - timezone.now() > timedelta(minutes=110) for sweep in sweeps)


# --- what check_invariants says -----------------------------------------------------------------


def findings(check) -> list[str]:
    return [str(found) for found in check()]


def test_ready_documents_have_their_files():
    _whole, changed, cut, gone = (DocumentFactory() for _ in range(4))
    assert findings(invariants.files) == []
    folder = private_storage()
    with folder.open(changed.file.name, "r+b") as file:
        file.write(b"X")
    os.truncate(folder.path(cut.file.name), 10)
    folder.delete(gone.file.name)
    assert findings(invariants.files) == [changed.number, cut.number, gone.number]


def test_files_belong_to_documents():
    DocumentFactory()
    left = leave("9/left.pdf", old=True)
    assert findings(invariants.strays) == [left]


def test_what_is_being_made_has_a_job(programme):
    document = ask(programme)
    assert findings(invariants.forgotten) == []
    Job.objects.all().delete()
    assert findings(invariants.forgotten) == [document.number]
