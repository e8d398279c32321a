"""The negative controls: a portal without the guard that a test is about."""

import os


def arrange() -> None:
    if os.environ.get("UNGUARDED"):
        from les_portal.jobs.claims import Claim

        Claim._end = lambda *_args: True  # workers believe that the job is still theirs
    if os.environ.get("UNCURED"):
        from les_portal.jobs import credit

        credit.EVERY = 100_000  # nobody looks whether a Celery worker stands still
