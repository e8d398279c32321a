"""The paper of an authorised description: its answer on one page, the comparison behind it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competences.models import AuthorisedDescription
from competences.telling import told
from les_portal.documents.kinds import OwnLife, Remark, document_kind
from les_portal.documents.models import Document

Status = AuthorisedDescription.Status


def contents(description: AuthorisedDescription) -> dict:
    """Plain data in the active language, from the snapshot alone."""
    return told(description.snapshot)


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
        if description is None:
            return None
        if description.status == Status.UNDER_REVIEW:
            sentence = _("Under review: something that this description is about has changed since it was authorised.")
            return Remark(sentence, url=description.get_absolute_url())
        if description.status == Status.EXPIRED:
            until = date_format(description.valid_until, "j F Y")
            sentence = _("Expired: it was valid until %(day)s. Holders of the diploma of that time may still show it.")
            return Remark(sentence % {"day": until}, url=description.get_absolute_url())
        if description.status == Status.AUTHORISED:
            return Remark(_("Authorised on both sides, and not published yet."), tone="")
        return None


AUTHORISED_DESCRIPTION = document_kind(
    "authorised_description",
    label=gettext_lazy("Authorised description"),
    prefix="AB",
    content=contents,
    may_read=may_read,
    life=Versions(),
)
