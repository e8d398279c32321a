"""Open days for somebody's own calendar (iCalendar, RFC 5545), in the language of the address.

The same days give the same bytes, so that whoever subscribed is told that nothing is new. There is no METHOD: DTSTAMP
is then when a day was last changed (RFC 5545, 3.8.7.2).
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration, vRecur, vText

from programmes.open_days import OpenDayCard

CONTENT_TYPE = "text/calendar; charset=utf-8"
LOOK_AGAIN = timedelta(hours=12)
# What RFC 5545 lets stand in a text: line breaks and tabs, and no other control character.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def calendar_of(days: Iterable[OpenDayCard], *, name: str, site: str) -> bytes:
    """`site` is where its links lead: `https://portal.example`."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//open days//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for property_ in ("name", "x-wr-calname"):
        calendar.add(property_, vText(plain(name)))  # the library knows no escaping for these by itself
    calendar.add("refresh-interval", vDuration(LOOK_AGAIN), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(LOOK_AGAIN))
    calendar.add_component(_zone())
    for day in days:
        calendar.add_component(_event(day, site))
    return calendar.to_ical()


def _zone() -> Timezone:
    """The rule of Brussels and Amsterdam since 1996; the library's own table is an hour late in spring."""
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    halves = (
        (TimezoneStandard(), "CET", 10, datetime(1996, 10, 27, 3), 2, 1),
        (TimezoneDaylight(), "CEST", 3, datetime(1996, 3, 31, 2), 1, 2),
    )
    for half, name, month, since, before, after in halves:
        half.add("dtstart", since)
        half.add("rrule", vRecur(freq="yearly", bymonth=month, byday="-1SU"))
        half.add("tzoffsetfrom", timedelta(hours=before))
        half.add("tzoffsetto", timedelta(hours=after))
        half.add("tzname", name)
        zone.add_component(half)
    return zone


def _event(day: OpenDayCard, site: str) -> Event:
    event = Event()
    event.add("uid", day.uid)
    event.add("sequence", day.sequence)
    event.add("dtstamp", day.updated_at)
    event.add("last-modified", day.updated_at)
    event.add("dtstart", day.begins)
    event.add("dtend", day.ends)
    event.add("summary", plain(summary(day)))
    event.add("description", plain(description(day)))
    event.add("location", plain(location(day)))
    if day.place and day.place.lat is not None:
        event.add("geo", (day.place.lat, day.place.lon))
    event.add("url", f"{site}{day.url}")
    event.add("categories", [plain(str(day.kind.label))])
    event.add("status", "CANCELLED" if day.is_cancelled else "CONFIRMED")
    return event


def plain(text: str) -> str:
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def summary(day: OpenDayCard) -> str:
    what = f"{day.kind.label}: {day.programme}" if day.programme else str(day.kind.label)
    what = f"{what} · {day.school}"
    return _("Cancelled: %(what)s") % {"what": what} if day.is_cancelled else what


def location(day: OpenDayCard) -> str:
    if day.is_online:
        return _("Online")
    if day.place:
        names = dict.fromkeys([day.school, day.place.name, day.place.address])
        return ", ".join(names)
    return f"{day.school} ({', '.join(day.towns)})" if day.towns else day.school


def description(day: OpenDayCard) -> str:
    lines = [str(day.note)]
    if day.is_cancelled:
        lines.insert(0, _("The school has cancelled this."))
    if day.website:
        lines.append(_("Register or read more: %(address)s") % {"address": day.website})
    if day.is_demo:
        lines.append(_("Invented for the demo of the portal, not by the school."))
    return "\n".join(line for line in lines if line)
