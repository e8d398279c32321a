"""One who says that listings are still right at a given moment, together with others in processes of their own."""

import django

django.setup()

from django.utils import timezone  # noqa: E402

from les_portal.accounts.models import User  # noqa: E402
from les_portal.activity.recording import record  # noqa: E402
from les_portal.listings.actions.confirming import CONFIRMED, confirm_listings  # noqa: E402
from programmes.models import Programme  # noqa: E402
from schools.models import School  # noqa: E402
from tests.concurrency import racer  # noqa: E402


def confirm(school: School, ids: list[int], by: User) -> int:
    return len(confirm_listings(school, ids, by=by))


def confirm_unguarded(school: School, ids: list[int], by: User) -> int:
    """The control: read, check, save."""
    today = timezone.localdate()
    waiting = [listing for listing in Programme.objects.filter(pk__in=ids) if listing.confirmed_on != today]
    racer.wait_until_all_have_looked()
    for listing in waiting:
        listing.confirmed_on = today
        listing.save()
        record(CONFIRMED, listing, by=by)
    return len(waiting)


WHAT = {"confirm": confirm, "confirm unguarded": confirm_unguarded}


def attempt(what: str, school: int, ids: list[int], by: int) -> int | str:
    row, person = School.objects.select_related("organisation").get(pk=school), User.objects.get(pk=by)
    return racer.race(lambda: WHAT[what](row, ids, person))


if __name__ == "__main__":
    racer.answer_each(attempt)
