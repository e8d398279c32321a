"""One who says that listings are still right at a given moment, together with others in processes of their own."""

import json
import sys
import time

import django

django.setup()

from django.db import OperationalError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from les_portal.accounts.models import User  # noqa: E402
from les_portal.activity.recording import record  # noqa: E402
from les_portal.listings.actions.confirming import CONFIRMED, confirm_listings  # noqa: E402
from programmes.models import Programme  # noqa: E402
from schools.models import School  # noqa: E402


def confirm(school: School, ids: list[int], by: User) -> int:
    return len(confirm_listings(school, ids, by=by))


def confirm_unguarded(school: School, ids: list[int], by: User) -> int:
    """The control: read, check, save."""
    today = timezone.localdate()
    waiting = [listing for listing in Programme.objects.filter(pk__in=ids) if listing.confirmed_on != today]
    for listing in waiting:
        listing.confirmed_on = today
        listing.save()
        record(CONFIRMED, listing, by=by)
    return len(waiting)


WHAT = {"confirm": confirm, "confirm unguarded": confirm_unguarded}


def attempt(what: str, school: int, ids: list[int], by: int, at: float) -> dict:
    row, person = School.objects.select_related("organisation").get(pk=school), User.objects.get(pk=by)
    time.sleep(max(0, at - time.time()))
    try:
        outcome = WHAT[what](row, ids, person)
    except OperationalError as error:
        outcome = "waited too long" if "lock timeout" in str(error) else str(error)
    return {"outcome": outcome}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    say("ready")
    for line in sys.stdin:
        answer = attempt(**json.loads(line))
        connection.close()
        say(json.dumps(answer))


if __name__ == "__main__":
    main()
