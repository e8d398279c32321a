"""How often the school's public pages were looked at lately, and how often that led somebody to the school."""

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from les_portal.counts.reading import LATELY, Numbers, days_ago, numbers_of, per_day, totals
from les_portal.listings.workspace import Panel
from programmes.models import Programme
from schools.models import School

MOST_VIEWED = 3
HEIGHT, STEP = 60, 10  # of the drawing, in its own units


class Day(NamedTuple):
    """A bar of the drawing and a row of its table."""

    day: date
    numbers: Numbers
    x: int
    height: int

    @property
    def y(self) -> int:
        return HEIGHT - self.height


class Viewed(NamedTuple):
    programme: Programme
    numbers: Numbers


def panel(organisation, user) -> Panel | None:
    """Three queries. None for who has no public page, and while nobody has looked at one."""
    school = getattr(organisation, "school", None)
    if school is None:
        return None
    listings = Programme.objects.filter(school=school)
    counted = per_day(pages_of(school, listings), since=days_ago(2 * LATELY - 1))
    if not counted:
        return None
    now, before = together(counted, after=days_ago(LATELY)), together(counted, until=days_ago(LATELY))
    context = {
        "now": now,
        "more": max(0, now.views - before.views),
        "fewer": max(0, before.views - now.views),
        "days": drawn({day: counted.get(day, Numbers()) for day in lately()}),
        "width": LATELY * STEP,
        "height": HEIGHT,
        "bar": STEP - 2,
        "most_viewed": most_viewed(listings),
    }
    return Panel(title=_("Visits in the last 30 days"), template="listings/workspace/_numbers.html", context=context)


def pages_of(school: School, listings: QuerySet[Programme]) -> dict:
    """By kind, as the counts know them."""
    return {
        "programme": listings.order_by().values("pk"),
        "campus": school.campuses.order_by().values("pk"),
        "school": [school.pk],
    }


def lately() -> list[date]:
    return [days_ago(number) for number in reversed(range(LATELY))]


def together(counted: dict[date, Numbers], *, after: date = date.min, until: date = date.max) -> Numbers:
    chosen = [numbers for day, numbers in counted.items() if after < day <= until]
    return Numbers(sum(numbers.views for numbers in chosen), sum(numbers.clicks for numbers in chosen))


def drawn(counted: dict[date, Numbers]) -> list[Day]:
    most = max((numbers.views for numbers in counted.values()), default=0) or 1
    return [
        Day(day, numbers, x=place * STEP, height=round(HEIGHT * numbers.views / most))
        for place, (day, numbers) in enumerate(counted.items())
    ]


def most_viewed(listings: QuerySet[Programme]) -> list[Viewed]:
    found = totals("programme", listings.order_by().values("pk"), since=lately()[0])
    numbers = {pk: numbers_of(events) for pk, events in found.items()}
    first = sorted((pk for pk in numbers if numbers[pk].views), key=lambda pk: (-numbers[pk].views, pk))[:MOST_VIEWED]
    rows = listings.in_bulk(first)
    return [Viewed(rows[pk], numbers[pk]) for pk in first]
