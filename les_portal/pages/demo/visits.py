"""What visitors did: looked at pages, and proposed corrections."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone
from django.utils.translation import override

from les_portal.counts.models import Count
from les_portal.listings.actions.correcting import propose
from les_portal.listings.correctable import Page, fact_of
from les_portal.listings.models import Correction
from les_portal.pages.demo.fixtures import Known, read
from programmes.models import Programme
from schools.models import Campus, School

DAYS = 60
TICKETS = "corrections of the demo/"


def pages() -> dict[str, Known]:
    campuses = Campus.objects.select_related("school__organisation")
    schools = School.objects.select_related("organisation")
    return {
        "programme": Known.by("slug", Programme.objects.select_related("school__organisation")),
        "campus": Known("campus", {f"{each.school.organisation.slug}/{each.slug}": each for each in campuses}),
        "school": Known("school", {each.organisation.slug: each for each in schools}),
    }


def load(made: Counter) -> None:
    known = pages()
    load_corrections(known, made)
    if not Count.objects.exists():
        made["days of visits"] += len(Count.objects.bulk_create(counts(known)))


def load_corrections(known: dict[str, Known], made: Counter) -> None:
    for row in read("corrections"):
        ticket = uuid5(NAMESPACE_URL, TICKETS + row["key"])
        if not Correction.objects.filter(ticket=ticket).exists():
            page: Page = known[row["page"]][row["of"]]
            words = {name: row[name] for name in ("proposal", "reason", "email")}
            with override(row["language"]):
                propose(page, fact_of(page, row["field"]), **words, ticket=ticket)
            made["corrections"] += 1


def counts(known: dict[str, Known]) -> Iterator[Count]:
    """A number for each weekday, again and again; a month ago it was half of it."""
    today = timezone.localdate()
    for kind, rows in read("counts").items():
        for name, events in rows.items():
            for event, week in events.items():
                for ago in range(1, DAYS):
                    day = today - timedelta(days=ago)
                    if number := week[day.weekday()] // (1 if ago <= DAYS / 2 else 2):
                        yield Count(kind=kind, object_id=known[kind][name].pk, day=day, event=event, number=number)
