"""Asking both sides to sign, and what two signatures do: number, freeze, have the papers made."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from competences.documents import AUTHORISED_DESCRIPTION
from competences.models import AuthorisedDescription, SignOff
from competences.notifications import DESCRIPTIONS, signers
from competences.signing import authorities
from competences.snapshot import gather
from les_portal.documents.models import Document
from les_portal.documents.requesting import request_document, take_number, withdraw_all
from les_portal.mail.sending import send

SERIES = "LES-AB"
VALID_FOR = 4  # years
REVIEW_BEFORE = 6  # months before it expires


def ask_for_signatures(description: AuthorisedDescription, *, by, comment: str) -> None:
    """A new round: one organisation per side, the chosen one or the first that can."""
    AuthorisedDescription.objects.filter(pk=description.pk).update(round=description.round + 1)
    description.round += 1
    if by:
        description.contributors.add(by)
    for country in (description.comparison.source.country, description.comparison.target.country):
        sign_off = SignOff.objects.create(
            description=description,
            round=description.round,
            country=country,
            organisation=authority(description, country),
        )
        for person in signers(sign_off):
            context = {"object": sign_off, "description": description}
            send("competences/to_sign", to=person, kind=DESCRIPTIONS, context=context, sender=by, about=description)


def authority(description: AuthorisedDescription, country: str):
    """Whoever signed or was asked before for this pair; else the first that can."""
    earlier = (
        SignOff.objects.filter(description__comparison=description.comparison, country=country).order_by("-pk").first()
    )
    able = authorities(country).order_by("pk")
    return able.filter(pk=earlier.organisation_id).first() or able.first() if earlier else able.first()


def freeze(description: AuthorisedDescription, *, by, comment: str) -> None:
    """The number of the pair, the next version of it, the days that it is valid, and all that it says."""
    today = timezone.localdate()
    number_it(description, today.year)
    description.authorised_at = timezone.now()
    description.valid_until = description.valid_until or today.replace(
        year=today.year + VALID_FOR, day=min(today.day, 28)
    )
    description.review_on = description.review_on or description.valid_until.replace(
        year=description.valid_until.year - 1
    )
    description.snapshot = gather(description)
    description.save()
    for language, _name in settings.LANGUAGES:
        with override(language):
            request_document(AUTHORISED_DESCRIPTION, description, language=language, by=by)


def number_it(description: AuthorisedDescription, year: int) -> None:
    """Behind the lock of the series of that year, so that numbers have no gap and a pair keeps its own."""
    same = AuthorisedDescription.objects.filter(comparison=description.comparison_id, sequence__isnull=False)
    last = same.order_by("-version").first()
    if last:
        description.year, description.sequence, description.version = last.year, last.sequence, last.version + 1
    else:
        description.year, description.sequence, description.version = year, take_number(SERIES, year), 1


def recall(description: AuthorisedDescription, *, by, comment: str) -> None:
    """Its papers are found withdrawn; what was still to be signed is asked no more."""
    AuthorisedDescription.objects.filter(pk=description.pk).update(is_current=False)
    description.sign_offs.filter(status=SignOff.Status.WAITING).update(status=SignOff.Status.LAPSED)
    withdraw_all(Document.objects.about(description).filter(standing=Document.Standing.VALID), by=by, reason=comment)
