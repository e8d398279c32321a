"""The paper of an authorised description: its answer on one page, the comparison behind it."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competences.models import AuthorisedDescription
from competences.paper import paper
from competences.telling import told
from les_portal.activity.models import Entry
from les_portal.counts.models import Count
from les_portal.counts.recording import add_one
from les_portal.documents.kinds import OwnLife, Remark, document_kind
from les_portal.documents.models import Document

Status = AuthorisedDescription.Status


def contents(description: AuthorisedDescription) -> dict:
    """Plain data in the active language, from the snapshot alone."""
    return paper(told(description.snapshot), page=settings.SITE_URL + description.get_absolute_url())


def may_read(user, document: Document) -> bool:
    """Everybody, from its publication on; of a withdrawn one nobody but who works on it."""
    description = document.about
    if description is None:
        return False
    if description.status in AuthorisedDescription.READABLE:
        return True
    return user.has_perm("competences.view_comparison", description.comparison)


class Versions(OwnLife):
    def number(self, description: AuthorisedDescription, language: str) -> tuple[str, int]:
        return description.number_in(language), description.version

    def successor(self, document: Document) -> Document | None:
        """The paper of the version that counts now, in the same language."""
        description = document.about
        if document.standing != Document.Standing.SUPERSEDED or description is None:
            return None
        newer = AuthorisedDescription.objects.counting().filter(comparison=description.comparison_id).first()
        papers = Document.objects.about(newer) if newer else Document.objects.none()
        return papers.filter(kind=document.kind, language=document.language).first()

    def remark(self, document: Document) -> Remark | None:
        description = document.about
        tell = REMARKS.get(description.status) if description else None
        return tell(description) if tell else None

    def was_fetched(self, document: Document) -> None:
        add_one("description", document.object_id, Count.Event.DOWNLOAD)

    def is_gone(self, document: Document) -> bool:
        """What was never published is nobody's business."""
        description = document.about
        return (
            description is not None and description.status == Status.WITHDRAWN and description.published_at is not None
        )


def under_review(description: AuthorisedDescription) -> Remark:
    return Remark(
        Status.UNDER_REVIEW.value,
        _(
            "Under review since %(day)s: something that it is about, such as one of the diplomas or a law, has changed "
            "since it was authorised. Until somebody has decided, ask whether it still holds."
        )
        % {"day": day_of_last_step(description)},
        headline=_("This document is ours, but it is under review"),
        url=description.get_absolute_url(),
    )


def expired(description: AuthorisedDescription) -> Remark:
    ended = description.comparison.source.valid_to
    if ended and ended < description.valid_until:
        sentence = _(
            "It was valid until the diploma itself ended, on %(day)s. Who got that diploma before may show it."
        )
    else:
        ended = description.valid_until
        sentence = _("It was valid until %(day)s. Who got the diploma before that day may still show it.")
    return Remark(
        Status.EXPIRED.value,
        sentence % {"day": date_format(ended, "j F Y")},
        headline=_("This document is ours, but it has expired"),
        url=description.get_absolute_url(),
    )


def authorised(description: AuthorisedDescription) -> Remark:
    return Remark(Status.AUTHORISED.value, _("It is authorised on both sides, and not published yet."), tone="")


def withdrawn(description: AuthorisedDescription) -> Remark:
    """Whoever withdrew it was told that the reason is read by everybody."""
    counts = AuthorisedDescription.objects.counting().filter(comparison=description.comparison_id).exists()
    last = last_step(description)
    return Remark(
        Status.WITHDRAWN.value,
        _("Withdrawn on %(day)s. Why: %(why)s")
        % {"day": day_of_last_step(description), "why": last.comment if last else "–"},
        tone="bad",
        url=description.get_absolute_url() if counts else "",
    )


REMARKS = {
    Status.UNDER_REVIEW: under_review,
    Status.EXPIRED: expired,
    Status.AUTHORISED: authorised,
    Status.WITHDRAWN: withdrawn,
}


def last_step(description: AuthorisedDescription) -> Entry | None:
    return Entry.objects.about(description).steps().first()


def day_of_last_step(description: AuthorisedDescription) -> str:
    last = last_step(description)
    return date_format(timezone.localtime(last.at if last else description.changed_at), "j F Y")


AUTHORISED_DESCRIPTION = document_kind(
    "authorised_description",
    label=gettext_lazy("Authorised description"),
    prefix="AB",
    content=contents,
    may_read=may_read,
    life=Versions(),
)
