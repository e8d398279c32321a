"""`manage.py check_invariants` over a portal where everything happened once, and then with one thing broken in it.

Each corruption goes past the code that prevents it, as a wrong restore, a hand in the database or a full disk would.
"""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from les_portal.activity.models import Entry
from les_portal.documents.models import Document, Series, private_storage
from les_portal.jobs.models import Attempt, Job
from les_portal.mail.models import Mail
from les_portal.organisations.models import Invitation, Membership
from les_portal.workflow.engine import workflow_of
from programmes.models import Programme
from tests.factories.organisations import MembershipFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(school_organisation, anna, ada, do_jobs) -> Programme:
    """Published by Anna: Ada has a mail, and there are three sheets with their files."""
    campus = CampusFactory(school=SchoolFactory(organisation=school_organisation))
    listing = ProgrammeFactory(at=[campus])
    workflow_of(listing).run("publish", listing, by=anna)
    do_jobs()
    assert (Mail.objects.get().state, Document.objects.filter(state="ready").count()) == ("sent", 3)
    return listing


def check(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_invariants", *arguments, stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def path_of(document: Document) -> Path:
    return Path(private_storage().path(document.file.name))


def step(listing, source: str, target: str) -> None:
    content_type = ContentType.objects.get_for_model(listing)
    verb = "programmes.programme.publish"
    Entry.objects.create(content_type=content_type, object_id=listing.pk, verb=verb, source=source, target=target)


def a_state_without_its_step(listing):
    Programme.objects.filter(pk=listing.pk).update(status="archived")
    return f"programmes.programme {listing.pk}: is archived, its history says published"


def a_step_that_is_missing(listing):
    step(listing, "draft", "published")
    return "from draft follows published"


def a_step_around_the_table(listing):
    step(listing, "published", "archived")
    Programme.objects.filter(pk=listing.pk).update(status="archived")
    return "programmes.programme.publish published archived"


def a_state_that_does_not_exist(listing):
    Programme.objects.filter(pk=listing.pk).update(status="lost")
    return f"programmes.programme {listing.pk}: lost"


def a_file_that_is_gone(listing):
    document = Document.objects.first()
    path_of(document).unlink()
    return document.number


def a_file_with_one_byte_changed(listing):
    document = Document.objects.first()
    content = bytearray(path_of(document).read_bytes())
    content[100] ^= 1
    path_of(document).write_bytes(content)
    return document.number


def a_number_that_was_given_to_nothing(listing):
    Series.objects.update(last=F("last") + 1)
    return str(Series.objects.get())


def a_document_that_nothing_replaced(listing):
    document = Document.objects.first()
    Document.objects.filter(pk=document.pk).update(standing="superseded")
    return document.number


def a_job_that_nobody_did(listing):
    job = Job.objects.filter(state="done").first()
    Attempt.objects.filter(job=job).update(outcome="error")
    return str(job)


def an_attempt_that_was_not_written_down(listing):
    job = Job.objects.first()
    Job.objects.filter(pk=job.pk).update(attempts=5)
    return str(job)


def a_mail_that_nobody_delivers(listing):
    Mail.objects.update(state="waiting", sent_at=None)
    return str(Mail.objects.get())


def somebody_who_decides_at_a_school(listing):
    membership = MembershipFactory(organisation=listing.school.organisation, role=Membership.Role.AUTHORISER)
    return str(membership)


def an_invitation_that_was_taken_too_late(listing):
    week_ago = timezone.now() - timedelta(days=9)
    invitation = Invitation.objects.create(
        organisation=listing.school.organisation,
        email="late@example.org",
        role=Membership.Role.READER,
        secret_hash="x",
        invited_at=week_ago,
        expires_at=week_ago + timedelta(days=7),
        accepted_at=timezone.now(),
    )
    return str(invitation)


CORRUPTIONS = [
    a_state_without_its_step, a_step_that_is_missing, a_step_around_the_table, a_state_that_does_not_exist,
    a_file_that_is_gone, a_file_with_one_byte_changed, a_number_that_was_given_to_nothing,
    a_document_that_nothing_replaced, a_job_that_nobody_did, an_attempt_that_was_not_written_down,
    a_mail_that_nobody_delivers, somebody_who_decides_at_a_school, an_invitation_that_was_taken_too_late,
]  # fmt: skip


def test_a_healthy_portal_has_no_findings(listing):
    code, said = check()
    assert code == 0
    assert "0 findings" in said


def test_each_corruption_is_found_and_named(listing):
    missed = []
    kept = {path_of(document): path_of(document).read_bytes() for document in Document.objects.all()}
    for corrupt in CORRUPTIONS:
        with transaction.atomic():
            row = corrupt(listing)
            code, said = check()
            transaction.set_rollback(True)
        for path, content in kept.items():
            path.write_bytes(content)
        if code != 1 or row not in said:
            missed.append((corrupt.__name__, row, said))
    assert missed == []
    assert len(CORRUPTIONS) >= 12
    assert check()[0] == 0


def test_findings_can_be_read_by_a_program(listing):
    assert json.loads(check("--json")[1])["findings"] == []
    row = a_state_without_its_step(listing)
    code, said = check("--json")
    told = json.loads(said)
    assert code == 1
    assert told["promises"] > 10
    assert told["findings"] == [
        {"promise": "Whatever has a history is in the state that its newest step led to.", "row": row}
    ]


def test_a_promise_that_cannot_be_looked_at_is_told_and_hides_no_other(listing, settings):
    """A bucket that is half set, or away. Port 9 of this machine discards, if it is there at all."""
    step(listing, "draft", "archived")
    bucket = {"bucket_name": "documents", "endpoint_url": "http://127.0.0.1:9", "access_key": "a", "secret_key": "b"}
    backend = {"BACKEND": "les_portal.documents.bucket.PrivateBucket", "OPTIONS": bucket}
    settings.STORAGES = settings.STORAGES | {"documents": backend}
    code, said = check("--json")
    rows = [finding["row"] for finding in json.loads(said)["findings"]]
    assert code == 1
    assert rows.count("not looked at to the end: EndpointConnectionError") == 2
    assert len(rows) > 2
