"""`since=`: from when on, for whoever comes back to see what is new."""

import re
from datetime import UTC, datetime, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from les_portal.publication.api import Refused

PATTERN = (
    r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?)?$"
)
SPACE_FOR_PLUS = re.compile(r" (?=\d\d:\d\d$)", re.ASCII)


def read(params: QueryDict) -> datetime | None:
    """Raises Refused."""
    texts = params.getlist("since")
    if not texts:
        return None
    # A plus that nobody wrote as %2B arrives as a space.
    text = SPACE_FOR_PLUS.sub("+", texts[0])
    if len(texts) > 1 or not re.fullmatch(PATTERN.rstrip("$"), text):
        raise Refused(400, {"since": _("since is a day or a moment, such as 2026-11-20 or 2026-11-20T08:00:00Z.")})
    return moment(text)


def moment(text: str) -> datetime:
    """Without an offset: by the clock of Brussels and Amsterdam. A 31st of a shorter month is the day after it."""
    day, _t, clock = text.partition("T")
    year, month, number = map(int, day.split("-"))
    start = datetime(year, month, 1) + timedelta(days=number - 1)
    at = datetime.fromisoformat(f"{start:%Y-%m-%d}T{clock or '00:00'}")
    return at.astimezone(UTC) if at.tzinfo else timezone.make_aware(at)
