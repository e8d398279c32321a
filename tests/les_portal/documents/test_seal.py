"""A seal with the organisation's own key: whoever changes a byte afterwards breaks it, and one can see so."""

import datetime
import io
import random
import re
from io import StringIO

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.utils.translation import override

from les_portal.documents import seal
from les_portal.documents.models import Document
from les_portal.documents.requesting import request_document
from les_portal.jobs.models import Job
from les_portal.pdf.rendering import typeset
from programmes.documents import PROGRAMME_SHEET
from tests.factories.programmes import ProgrammeFactory
from tests.les_portal.opened import Opened

PASSPHRASE = "a passphrase"


@pytest.fixture(autouse=True)
def _said_in_english():
    with override("en"):
        yield


def key_and_certificate(name: str):
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def key_file(path, key, certificate, *others) -> str:
    locked = BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, certificate, others, locked))
    return str(path)


@pytest.fixture(scope="module")
def ours():
    return key_and_certificate("Lerende Euregio Scheldemond")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def our_key(settings, ours, folder):
    settings.SEAL_KEY_FILE = key_file(folder / "ours.p12", *ours)
    settings.SEAL_PASSPHRASE = PASSPHRASE


@pytest.fixture(scope="module")
def plain() -> bytes:
    return typeset("<html lang='nl'><head><title>Blad</title></head><body><h1>Blad</h1></body></html>")


@pytest.fixture
def sealed(plain, our_key) -> bytes:
    pdf, is_sealed = seal.seal(plain)
    assert is_sealed
    return pdf


def test_seal_holds_and_says_whose_it_is(sealed, plain):
    found = seal.examine(sealed)
    assert found.holds
    assert found.by == "Lerende Euregio Scheldemond"
    assert "Lerende Euregio Scheldemond" in found.sentence
    assert 3_000 < len(sealed) - len(plain) < 10_000


def test_seal_certifies_and_allows_no_changes_and_leaves_the_document_accessible(sealed):
    opened = Opened(sealed)
    signature = opened.root.Perms.DocMDP
    assert str(signature.SubFilter) == "/ETSI.CAdES.detached"
    assert int(signature.Reference[0].TransformParams.P) == 1
    assert 'pdfuaid:part="1"' in opened.metadata
    assert "H1" in opened.tags()
    assert opened.hidden() == {"/AcroForm"}, "the field that the seal is in, and nothing more"


def flipped(pdf: bytes, at: int, bit: int) -> bytes:
    changed = bytearray(pdf)
    changed[at] ^= 1 << bit
    return bytes(changed)


def test_one_flipped_bit_anywhere_breaks_it(sealed):
    """In what is sealed, and in the seal itself, whose bytes nothing covers but how they must be written."""
    dice = random.Random(3)
    places = [dice.randrange(len(sealed)) for _ in range(25)]
    begin = sealed.index(b"/Contents <3") + len("/Contents ")
    length = sealed.index(b">", begin) - begin
    # The list of algorithms, the versions, the issuer's name in another case, what stands behind the end.
    places += [begin + at for at in (0, 40, *range(51, 53), *range(65, 83, 3), length - 1, length)]
    changed = [(at, flipped(sealed, at, dice.randrange(8))) for at in places]
    name = b"Lerende Euregio Scheldemond".hex().upper().encode()
    changed += [(found.start(), flipped(sealed, found.start(), 1)) for found in re.finditer(name, sealed)]
    version = sealed.index(b"020101", begin) + 5
    changed.append((version, flipped(sealed, version, 0)))  # 1 becomes 0
    assert [at for at, pdf in changed if seal.examine(pdf).holds] == []
    assert "changed" in seal.examine(flipped(sealed, 900, 0)).sentence


def test_appended_revision_is_reported(sealed):
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.root[pdf_name("/Note")] = pdf_string("more")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(sealed)
    found = seal.examine(out.getvalue())
    assert (found.holds, found.is_intact, found.was_added_to) == (False, True, True)
    assert "added" in found.sentence
    assert not seal.examine(sealed + b"\n% more").holds


def test_file_saved_again_by_another_program_has_no_seal_that_holds(sealed):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as file:
        file.save(out)
    assert not seal.examine(out.getvalue()).holds


def test_seal_of_somebody_else_is_not_ours(sealed, settings, folder):
    settings.SEAL_KEY_FILE = key_file(folder / "theirs.p12", *key_and_certificate("Somebody else"))
    found = seal.examine(sealed)
    assert (found.holds, found.is_intact, found.is_ours) == (False, True, False)
    assert "not with the key of this portal" in found.sentence
    settings.SEAL_KEY_FILE = ""
    assert not seal.examine(sealed).holds, "without a key nothing is ours"


def test_seal_of_the_key_before_this_one_still_holds(sealed, settings, folder, ours):
    """Its certificate is kept in the new key's file."""
    key, certificate = key_and_certificate("Lerende Euregio Scheldemond 2")
    settings.SEAL_KEY_FILE = key_file(folder / "new.p12", key, certificate, ours[1])
    assert seal.examine(sealed).holds


@pytest.mark.parametrize("rubbish", [b"", b"%PDF-1.7", b"x" * 5000])
def test_what_is_no_pdf_has_no_seal(our_key, rubbish):
    assert not seal.examine(rubbish).is_there


def test_pdf_without_a_seal_says_so(plain, our_key):
    found = seal.examine(plain)
    assert (found.holds, found.is_there) == (False, False)
    assert "no seal" in found.sentence


# --- in the making of documents -----------------------------------------------------------------


def ask() -> Document:
    return request_document(PROGRAMME_SHEET, ProgrammeFactory(published=True), language="nl", by=None)


@pytest.mark.django_db
def test_document_is_sealed_where_a_key_is_set(our_key, do_jobs):
    document = ask()
    do_jobs()
    document.refresh_from_db()
    assert document.is_sealed
    with document.file.open() as file:
        assert seal.examine(file.read()).holds


@pytest.mark.django_db
def test_document_is_made_without_a_seal_where_no_key_is_set(do_jobs):
    document = ask()
    do_jobs()
    document.refresh_from_db()
    assert (document.state, document.is_sealed) == (Document.State.READY, False)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["file", "passphrase"])
def test_no_document_goes_out_unsealed_because_its_key_cannot_be_used(our_key, settings, do_jobs, wrong):
    if wrong == "file":
        settings.SEAL_KEY_FILE += ".gone"
    else:
        settings.SEAL_PASSPHRASE = "another"
    document = ask()
    do_jobs()
    document.refresh_from_db()
    assert document.state == Document.State.REQUESTED
    job = Job.objects.get(kind="documents.make")
    assert (job.state, job.attempts) == (Job.State.WAITING, 1)
    assert "SEAL_KEY_FILE" in job.reason


@pytest.fixture
def without_the_extra(monkeypatch):
    """As where pyhanko is not installed: nothing finds it."""
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(seal, "find_spec", lambda name: None if name == "pyhanko" else real(name))


def test_without_the_extra_whoever_set_a_key_gets_no_document_without_a_seal(plain, our_key, without_the_extra):
    with pytest.raises(seal.KeyUnusable, match="not installed"):
        seal.seal(plain)


def test_without_the_extra_and_without_a_key_there_is_no_seal_and_nothing_breaks(plain, without_the_extra):
    assert seal.seal(plain) == (plain, False)


# --- manage.py check_seal -----------------------------------------------------------------------


def check(*files) -> str:
    out = StringIO()
    call_command("check_seal", *map(str, files), stdout=out)
    return out.getvalue()


def test_command_says_a_sentence_of_each_file_and_how_it_ended(sealed, plain, tmp_path):
    whole, broken = tmp_path / "whole.pdf", tmp_path / "broken.pdf"
    whole.write_bytes(sealed)
    broken.write_bytes(flipped(sealed, 900, 0))
    assert "holds" in check(whole)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_seal", str(broken), str(whole), stdout=out)
    assert ended.value.code == 1
    assert [("holds" in line) for line in out.getvalue().splitlines()] == [False, True]


def test_command_says_what_it_cannot_read(our_key, tmp_path):
    with pytest.raises(CommandError, match=r"none\.pdf"):
        check(tmp_path / "none.pdf")


def test_command_says_what_it_lacks(without_the_extra, tmp_path):
    with pytest.raises(CommandError, match="extra"):
        check(tmp_path / "none.pdf")
