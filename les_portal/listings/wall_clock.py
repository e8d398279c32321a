"""From what somebody types about an open day to moments in time, on the clock of the schools."""

from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

YEARS_AHEAD = 2
# An evening may go on after midnight; a morning that ends before it begins is a slip of the pen.
EVENING, NIGHT_ENDS = time(16), time(6)


def today() -> date:
    return timezone.localdate(timezone=timezone.get_default_timezone())


def ends_next_day(begin: time, end: time) -> bool:
    return end <= begin and begin >= EVENING and end <= NIGHT_ENDS


def check_hours(begin: time, end: time) -> None:
    """Raises ValidationError with a sentence for whoever typed them."""
    if begin < end or ends_next_day(begin, end):
        return
    if begin == end:
        raise ValidationError(_("It ends when it begins. Until when can people come?"))
    sentence = _("%(end)s is before %(begin)s, when it begins. Only an evening may go on after midnight, until 6:00.")
    raise ValidationError(sentence % {"end": f"{end:%H:%M}", "begin": f"{begin:%H:%M}"})


def check_day(day: date) -> None:
    """Raises ValidationError, before anything is reckoned with a year that was typed wrongly."""
    said = {"date": written(day)}
    if day < today():
        raise ValidationError(_("%(date)s is over already.") % said)
    if day > today().replace(day=1) + timedelta(days=366 * YEARS_AHEAD):
        raise ValidationError(_("%(date)s is more than two years away. Is the year right?") % said)


def span(day: date, begin: time, end: time) -> tuple[datetime, datetime]:
    """When it begins and when it ends. Raises ValidationError."""
    last = day + timedelta(days=1) if ends_next_day(begin, end) else day
    starts_at, ends_at = at(day, begin), at(last, end)
    if ends_at <= timezone.now():
        raise ValidationError(_("At this hour it is over already."))
    return starts_at, ends_at


def at(day: date, hour: time) -> datetime:
    """Raises ValidationError for an hour that the clock jumps over in spring. In autumn it is the first of the two."""
    zone = timezone.get_default_timezone()
    moment = datetime.combine(day, hour, zone)
    if moment.astimezone(UTC).astimezone(zone).time() != hour:
        said = {"date": written(day), "hour": f"{hour:%H:%M}"}
        raise ValidationError(
            _("On %(date)s there is no %(hour)s: the clock goes from 2:00 to 3:00 that night.") % said
        )
    return moment


def written(day: date) -> str:
    return date_format(day, "l j F Y")
