"""From what stands on a paper to the version that it is of."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from competences.models import AuthorisedDescription
from les_portal.publication.api import Refused

PATTERN = r"^LES-AB-[0-9]{4}-[0-9]{4,9}(-(nl|fr|en))?(-v[0-9]{1,4})?$"
NUMBER = re.compile(r"LES-AB-(\d{4})-(\d{4,9})(?:-(nl|fr|en))?(?:-v(\d{1,4}))?", re.ASCII)
Status = AuthorisedDescription.Status


class Asked(NamedTuple):
    description: AuthorisedDescription
    language: str  # "" where the number says none


def read(number: str) -> Asked:
    """Raises Refused: 404 for what nobody may know of, 410 for what was withdrawn."""
    match = NUMBER.fullmatch(number)
    if not match:
        raise unknown()
    year, sequence, language, version = match.groups()
    rows = AuthorisedDescription.objects.known().filter(year=int(year), sequence=int(sequence))
    if version:
        rows = rows.filter(version=int(version))
    # A paper is sent, and an answer that is kept, without reading all that the description says.
    found = rows.select_related("comparison").defer("snapshot").order_by("-is_current", "-version").first()
    if found is None:
        raise unknown()
    if found.status == Status.WITHDRAWN:
        raise Refused(410, {"number": _("%(number)s was withdrawn and no longer counts.") % {"number": found}})
    return Asked(found, language or "")


def unknown() -> Refused:
    return Refused(404, {"number": _("There is no description with this number.")})
