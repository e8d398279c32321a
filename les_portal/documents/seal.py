"""A seal with the organisation's own key, on what the portal makes: who changes a byte afterwards breaks it.

It is not a qualified signature. Optional: the extra `seal` (pyhanko), SEAL_KEY_FILE (PKCS#12) and SEAL_PASSPHRASE.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _


class KeyUnusable(Exception):
    """The file with the key cannot be read, not with this passphrase, or not by what is installed."""


@dataclass(frozen=True)
class Seal:
    """What a file's seal says. It `holds` when nothing was changed since we put it there."""

    is_there: bool
    is_intact: bool = False
    is_ours: bool = False
    was_added_to: bool = False
    by: str = ""

    @property
    def holds(self) -> bool:
        return self.is_there and self.is_intact and self.is_ours and not self.was_added_to

    @property
    def sentence(self) -> str:
        if not self.is_there:
            return _("There is no seal on this file that can be read.")
        if not self.is_intact:
            return _("The seal is broken: the file was changed after it was sealed.")
        if self.was_added_to:
            return _("Something was added to the file after it was sealed.")
        if not self.is_ours:
            return _("The seal is not with the key of this portal, but with that of %(name)s.") % {"name": self.by}
        return _("The seal of %(name)s holds: nothing was changed since.") % {"name": self.by}


def can_be_read() -> bool:
    return find_spec("pyhanko") is not None


def seal(pdf: bytes) -> tuple[bytes, bool]:
    """The file, and whether it was sealed: certified (PAdES B-B), no changes allowed afterwards.

    Raises KeyUnusable: who set a key wants no document without a seal.
    """
    if not settings.SEAL_KEY_FILE:
        return pdf, False
    if not can_be_read():
        raise KeyUnusable("SEAL_KEY_FILE is set, but the extra `seal` is not installed.")
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

    how = signers.PdfSignatureMetadata(
        field_name="Seal",
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        name=settings.SITE_NAME,
    )
    return signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), how, signer=_signer()).getvalue(), True


def examine(pdf: bytes) -> Seal:
    """Never raises for what is in the file, however broken."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
        return _read(signatures[0], pdf) if signatures else Seal(is_there=False)
    except Exception:  # a library that parses what strangers made may stumble in its own ways
        return Seal(is_there=False)


def _read(signature, pdf: bytes) -> Seal:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    certificate = signature.signer_cert
    enclosed = {each.sha256 for each in (certificate, *signature.other_embedded_certs)}
    status = validate_pdf_signature(signature, _trust(certificate), skip_diff=True)
    return Seal(
        is_there=True,
        is_intact=status.intact and status.valid and _is_written_as_we_do(signature, pdf),
        is_ours=enclosed <= _our_certificates(),
        was_added_to=signature.evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE,
        by=certificate.subject.native.get("common_name", certificate.subject.human_friendly),
    )


def _trust(certificate):
    """Whose it is, is compared by `_our_certificates`; nothing is asked of anybody over the network."""
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(trust_roots=[certificate], allow_fetching=False)


def _is_written_as_we_do(signature, pdf: bytes) -> bool:
    """The seal's own bytes are all that it cannot seal: they must be the ones that say this, and no others.

    So not another case in a hexadecimal digit or in a name, not another version, nothing behind its end.
    """
    from asn1crypto.cms import ContentInfo

    parts, signer = signature.signed_data, signature.signer_info
    said = [parts["version"].native, signer["version"].native, *parts["digest_algorithms"].native]
    if said != ["v1", "v1", {"algorithm": "sha256", "parameters": None}]:
        return False
    if signer["sid"].chosen["issuer"].dump() != signature.signer_cert.issuer.dump():
        return False
    _start, before, after, _length = (int(number) for number in signature.byte_range)
    written = pdf[before:after]
    meant = ContentInfo.load(signature.pkcs7_content).dump(force=True).hex().upper().encode()
    return written == b"<" + meant.ljust(len(written) - 2, b"0") + b">"


def _signer():
    from pyhanko.sign import signers

    passphrase = settings.SEAL_PASSPHRASE.encode() or None
    signer = signers.SimpleSigner.load_pkcs12(settings.SEAL_KEY_FILE, passphrase=passphrase)
    if signer is None:
        raise KeyUnusable("SEAL_KEY_FILE cannot be read, or not with SEAL_PASSPHRASE.")
    return signer


def _our_certificates() -> set[bytes]:
    """The key's own, and what else its file holds: certificates of the keys before it."""
    if not settings.SEAL_KEY_FILE:
        return set()
    signer = _signer()
    return {certificate.sha256 for certificate in (signer.signing_cert, *signer.cert_registry)}
