"""Open days of the demo, in the weeks to come: counted from the day that the demo is loaded."""

from collections import Counter
from datetime import date, time, timedelta

from django.utils import timezone

from les_portal.listings.wall_clock import at, today
from les_portal.pages.demo.fixtures import FixtureError, Known, in_columns, read
from programmes.models import OpenDay, Programme
from schools.models import Campus, School

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def load(made: Counter) -> None:
    """Made again when it is over: a demo without anything to come shows nothing."""
    schools = Known(
        "school", {school.organisation.slug: school for school in School.objects.select_related("organisation")}
    )
    there = set(OpenDay.objects.filter(is_demo=True).not_over().values_list("school", "campus", "programme", "kind"))
    for row in read("open_days"):
        day = described(row, schools[row["school"]])
        if (day.school_id, day.campus_id, day.programme_id, day.kind) not in there:
            day.save()
            made["open days"] += 1


def described(row: dict, school: School) -> OpenDay:
    date_ = day_of(row)
    return OpenDay(
        school=school,
        campus=_of(school, Campus, row.get("campus")),
        programme=_of(school, Programme, row.get("programme")),
        kind=row["kind"],
        starts_at=at(date_, time.fromisoformat(row["from"].zfill(5))),
        ends_at=at(date_, time.fromisoformat(row["to"].zfill(5))),
        is_online=row.get("online", False),
        cancelled_at=timezone.now() if row.get("cancelled") else None,
        is_demo=True,
        **in_columns({"note": row["note"]}),
    )


def day_of(row: dict) -> date:
    monday = today() - timedelta(days=today().weekday())
    return monday + timedelta(weeks=row["weeks"], days=WEEKDAYS.index(row["weekday"]))


def _of(school: School, model: type, slug: str | None):
    if not slug:
        return None
    found = model.objects.filter(school=school, slug=slug).first()
    if found is None:
        raise FixtureError(f"open day: {school} has no {model._meta.model_name} “{slug}”")
    return found
