"""`python -m tests.les_portal.accounts.taking HOW FOLDER`: one of several that take from one bucket at once.

Prints how often it was allowed. HOW is `guarded`, as the portal does it, or `unguarded`: look, then write. The others
are met in FOLDER: all begin at the same moment, and all have looked before the first one writes.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

LIMIT, PROCESSES = 30, 4


def meet(folder: Path, occasion: str) -> None:
    """The first time; afterwards nobody waits."""
    mine = folder / f"{occasion}-{os.getpid()}"
    if not mine.exists():
        mine.touch()
        while len(list(folder.glob(f"{occasion}-*"))) < PROCESSES:
            time.sleep(0.005)


def main(how: str, folder: Path) -> None:
    django.setup()
    from les_portal.accounts.limits import Limit
    from les_portal.accounts.models import Bucket

    def unguarded(who: str) -> bool:
        left = 1_000_000 - (Bucket.objects.filter(key=who).values_list("full_at", flat=True).first() or 0)
        meet(folder, "looked")
        Bucket.objects.update_or_create(key=who, defaults={"full_at": 1_000_000 - left + 1})
        return left > 1_000_000 - LIMIT

    limit = Limit("test", LIMIT, timedelta(hours=10))
    allowed = {"guarded": lambda: not limit.take("somebody"), "unguarded": lambda: unguarded("somebody")}[how]
    meet(folder, "ready")
    print(sum(allowed() for _time in range(LIMIT)))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
