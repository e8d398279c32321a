"""`python -m tests.les_portal.accounts.taking HOW START TIMES`: one of several that take from one bucket at once.

Prints how often it was allowed. HOW is `guarded`, as the portal does it, or `unguarded`: look, then write.
"""

import sys
import time
from datetime import timedelta

import django


def main(how: str, start: str, times: str) -> None:
    django.setup()
    from les_portal.accounts.limits import Limit
    from les_portal.accounts.models import Bucket

    def unguarded(who: str) -> bool:
        left = 1_000_000 - (Bucket.objects.filter(key=who).values_list("full_at", flat=True).first() or 0)
        time.sleep(0.01)
        Bucket.objects.update_or_create(key=who, defaults={"full_at": 1_000_000 - left + 1})
        return left > 1_000_000 - LIMIT

    limit = Limit("test", LIMIT, timedelta(hours=10))
    allowed = {"guarded": lambda: not limit.take("somebody"), "unguarded": lambda: unguarded("somebody")}[how]
    time.sleep(max(0, float(start) - time.time()))
    print(sum(allowed() for _time in range(int(times))))  # noqa: T201


LIMIT = 30

if __name__ == "__main__":
    main(*sys.argv[1:])
