"""Where files are kept: a folder that nobody else reads, or a bucket. The same promises of both."""

import sys
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.utils import timezone

from les_portal.documents import invariants, making, tidying
from les_portal.documents.models import Document, private_storage
from les_portal.documents.requesting import request_document
from programmes.documents import PROGRAMME_SHEET
from tests.factories.programmes import ProgrammeFactory
from tests.les_portal.documents.stores import keep_documents_in
from tests.services.processes import free_port, running, temporary_folder

PDF = ContentFile(b"%PDF-1.7 " + b"x" * 10_000)


# --- the folder ---------------------------------------------------------------------------------


def folder() -> Path:
    return private_storage().base_location


def test_only_the_portal_reads_the_folder():
    name = private_storage().save("3/TP-2026-00001-nl-abc.pdf", PDF)
    path = Path(private_storage().path(name))
    modes = [oct(entry.stat().st_mode)[-3:] for entry in (folder(), path.parent, path)]
    assert modes == ["700", "700", "600"]


def test_no_address_leads_to_a_file():
    name = private_storage().save("3/a.pdf", PDF)
    with pytest.raises(ValueError, match="not accessible"):
        private_storage().url(name)


def test_file_is_there_whole_or_not_at_all(settings):
    keep_documents_in(settings, "tests.les_portal.documents.stores.Full")
    with pytest.raises(OSError, match="too large"):
        private_storage().save("3/a.pdf", PDF)
    assert list(folder().rglob("*.*")) == [], "neither the file nor the half of it"
    assert private_storage().save("3/a.pdf", ContentFile(b"small")) == "3/a.pdf"


@pytest.mark.parametrize("name", ["../a.pdf", "/etc/a.pdf", "3/../../a.pdf"])
def test_no_name_leads_out_of_the_folder(name):
    with pytest.raises(SuspiciousOperation):
        private_storage().save(name, PDF)


# --- the bucket ---------------------------------------------------------------------------------

SECRETS = {"access_key": "testing", "secret_key": "testing", "region_name": "eu-west-1"}


@pytest.fixture(scope="module")
def s3() -> str:
    """A real S3 server on this machine, with its own memory."""
    with temporary_folder("s3") as scratch:
        port = free_port()
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        with running(command, port=port, folder=scratch):
            yield f"http://127.0.0.1:{port}"


@pytest.fixture
def bucket(s3, settings, monkeypatch):
    """What S3_BUCKET switches on: the same class and options as in settings.py."""
    client = boto3.client(
        "s3",
        endpoint_url=s3,
        aws_access_key_id=SECRETS["access_key"],
        aws_secret_access_key=SECRETS["secret_key"],
        region_name=SECRETS["region_name"],
        config=Config(retries={"max_attempts": 1}),
    )
    where = {"LocationConstraint": SECRETS["region_name"]}
    name = f"documents-{timezone.now():%H%M%S%f}"
    client.create_bucket(Bucket=name, CreateBucketConfiguration=where)
    options = SECRETS | {"bucket_name": name, "endpoint_url": s3}
    keep_documents_in(settings, "les_portal.documents.bucket.PrivateBucket", **options)
    # A model's field knows its store since the process began, as in an installation.
    monkeypatch.setattr(Document._meta.get_field("file"), "storage", private_storage())
    return client, name


@pytest.mark.django_db
def test_bucket_keeps_documents_like_the_folder(bucket, do_jobs):
    client, name = bucket
    document = request_document(PROGRAMME_SHEET, ProgrammeFactory(published=True), language="nl", by=None)
    do_jobs()
    document.refresh_from_db()
    assert document.state == Document.State.READY
    with document.file.open() as file:
        assert file.read(5) == b"%PDF-"
    (kept,) = client.list_objects_v2(Bucket=name)["Contents"]
    assert (kept["Key"], kept["Size"]) == (document.file.name, document.size)
    assert list(invariants.files()) == []
    client.delete_object(Bucket=name, Key=kept["Key"])
    assert list(invariants.files()) == [document]


@pytest.mark.django_db
def test_nobody_but_the_owner_has_rights_on_an_object_and_no_address_leads_to_it(bucket):
    client, name = bucket
    saved = private_storage().save("3/a.pdf", PDF)
    grants = client.get_object_acl(Bucket=name, Key=saved)["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]
    with pytest.raises(ValueError, match="not accessible"):
        private_storage().url(saved)


@pytest.mark.django_db
def test_sweep_of_a_bucket_leaves_what_has_a_row_and_what_is_young(bucket, monkeypatch):
    client, name = bucket
    document = request_document(PROGRAMME_SHEET, ProgrammeFactory(published=True), language="nl", by=None)
    making.make(document.pk)()
    document.refresh_from_db()
    left = private_storage().save("9/left.pdf", PDF)
    assert tidying.tidy() == [], "it could still get its row"
    monkeypatch.setattr(tidying, "OLD", timedelta(seconds=-5))
    assert tidying.tidy() == [left]
    assert [kept["Key"] for kept in client.list_objects_v2(Bucket=name)["Contents"]] == [document.file.name]


@pytest.mark.django_db
def test_bucket_that_does_not_answer_leaves_no_row_with_a_file(bucket, settings):
    options = settings.STORAGES["documents"]["OPTIONS"] | {"endpoint_url": f"http://127.0.0.1:{free_port()}"}
    options["client_config"] = Config(retries={"max_attempts": 0}, connect_timeout=1)
    keep_documents_in(settings, "les_portal.documents.bucket.PrivateBucket", **options)
    document = request_document(PROGRAMME_SHEET, ProgrammeFactory(published=True), language="nl", by=None)
    with pytest.raises(Exception, match="connect"):
        making.make(document.pk)
    document.refresh_from_db()
    assert (document.state, document.file.name) == (Document.State.REQUESTED, "")
