from datetime import timedelta

from django.db import connection
from django.utils import timezone

from les_portal.counts.models import Count

# One statement, so that of many at the same moment each adds its own. Both databases read it alike.
ADD_ONE = """
INSERT INTO counts_count (kind, object_id, day, event, number) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (kind, object_id, day, event) DO UPDATE SET number = counts_count.number + 1
"""

ADD_MISS = """
INSERT INTO counts_miss (kind, term, week, number) VALUES (%s, %s, %s, 1)
ON CONFLICT (kind, term, week) DO UPDATE SET number = counts_miss.number + 1
"""


def add_one(kind: str, object_id: int, event: Count.Event) -> None:
    """It happened once more today, by the portal's own calendar."""
    with connection.cursor() as cursor:
        cursor.execute(ADD_ONE, [kind, object_id, timezone.localdate().isoformat(), event.value])


def add_miss(kind: str, term: str) -> None:
    """This was looked for once more this week, in vain."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    with connection.cursor() as cursor:
        cursor.execute(ADD_MISS, [kind, term, monday.isoformat()])
