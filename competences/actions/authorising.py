"""Asking both sides to sign, and what two signatures do: number, freeze, have the papers made."""

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from competences.completeness import VALID_FOR, has_changed_since, in_years
from competences.documents import AUTHORISED_DESCRIPTION
from competences.models import AuthorisedDescription, SignOff
from competences.notifications import DESCRIPTIONS
from competences.signing import authority, fingerprint, sides, signers
from competences.snapshot import gather
from les_portal.documents.models import Document
from les_portal.documents.requesting import request_document, take_number, withdraw_all
from les_portal.mail.sending import send
from les_portal.workflow.engine import NotReady

SERIES = "LES-AB"
REVIEW_BEFORE = 6  # months before it expires

Standing = Document.Standing


def ask_for_signatures(description: AuthorisedDescription, *, by, comment: str) -> None:
    """A new round: one organisation per side, the chosen one or the first that can, and all are sent the same."""
    description.round += 1
    description.asked = fingerprint(gather(description))
    rows = AuthorisedDescription.objects.filter(pk=description.pk)
    rows.update(round=description.round, asked=description.asked)
    if by:
        description.contributors.add(by)
    for country in sides(description):
        sign_off = SignOff.objects.create(
            description=description,
            round=description.round,
            country=country,
            organisation=authority(description, country),
        )
        for person in signers(sign_off.organisation_id):
            context = {"object": sign_off, "description": description}
            send("competences/to_sign", to=person, kind=DESCRIPTIONS, context=context, sender=by, about=description)


def ask_no_more(description: AuthorisedDescription, *, by, comment: str) -> None:
    """Whoever has not answered in this round need not."""
    description.sign_offs.filter(status=SignOff.Status.WAITING).update(status=SignOff.Status.LAPSED)


def freeze(description: AuthorisedDescription, *, by, comment: str) -> None:
    """The number of the pair, the next version of it, the days that it is valid, and all that it says."""
    today = timezone.localdate()
    number_it(description, today.year)
    description.authorised_at = timezone.now()
    description.valid_until = description.valid_until or in_years(today, VALID_FOR)
    description.review_on = max(today, months_before(description.valid_until, REVIEW_BEFORE))
    description.snapshot = gather(description)
    if fingerprint(description.snapshot) != description.asked:
        raise NotReady([has_changed_since()])
    description.save()
    for language, _name in settings.LANGUAGES:
        with override(language):
            request_document(AUTHORISED_DESCRIPTION, description, language=language, by=by)


def months_before(day: date, months: int) -> date:
    """The same day of the month, or the 28th where that one is shorter."""
    month = day.year * 12 + day.month - 1 - months
    return day.replace(year=month // 12, month=month % 12 + 1, day=min(day.day, 28))


def number_it(description: AuthorisedDescription, year: int) -> None:
    """Behind the lock of the series of that year, so that numbers have no gap and a pair keeps its own."""
    same = AuthorisedDescription.objects.filter(comparison=description.comparison_id, sequence__isnull=False)
    last = same.order_by("-version").first()
    if last:
        description.year, description.sequence, description.version = last.year, last.sequence, last.version + 1
    else:
        description.year, description.sequence, description.version = year, take_number(SERIES, year), 1


def recall(description: AuthorisedDescription, *, by, comment: str) -> None:
    """Its papers are found withdrawn, also those that were replaced; what was still to be signed is asked no more."""
    AuthorisedDescription.objects.filter(pk=description.pk).update(is_current=False)
    ask_no_more(description, by=by, comment=comment)
    for standing in (Standing.VALID, Standing.SUPERSEDED):
        papers = Document.objects.about(description).filter(standing=standing)
        withdraw_all(papers, by=by, reason=comment, standing=standing)
