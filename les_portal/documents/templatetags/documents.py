from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.db.models import Model
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from les_portal.documents.kinds import kinds
from les_portal.documents.models import Document
from les_portal.pdf import qr

register = template.Library()


@dataclass(frozen=True)
class Row:
    document: Document
    label: str  # of its kind


@register.inclusion_tag("documents/_list.html", takes_context=True)
def documents_of(context, obj: Model) -> dict:
    """What the visitor may read of the documents about an object, the valid ones first. One query for all of them.

    Nothing at all when there are none.
    """
    rows = list(_readable(obj, context["request"].user))
    is_valid = [row.document.standing == Document.Standing.VALID for row in rows]
    return {
        "rows": [row for row, valid in zip(rows, is_valid, strict=True) if valid],
        "earlier": [row for row, valid in zip(rows, is_valid, strict=True) if not valid],
    }


def _readable(obj: Model, user) -> Iterator[Row]:
    known = kinds()
    about = Document._meta.get_field("about")
    for document in Document.objects.about(obj).filter(kind__in=known).defer("content"):
        about.set_cached_value(document, obj)  # so that no rule asks for it again, once per row
        kind = known[document.kind]
        if kind.may_read(user, document):
            yield Row(document, kind.label)


@register.inclusion_tag("documents/_badges.html")
def document_badges(document: Document) -> dict:
    return {"state": Document.State(document.state), "standing": Document.Standing(document.standing)}


@register.simple_tag
def document_qr(document: Document) -> SafeString:
    return qr.svg(document.verification_url, label=_("QR code that leads to the check of this document"))
