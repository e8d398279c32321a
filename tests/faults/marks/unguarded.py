"""The negative control: a portal whose workers believe that the job is still theirs."""

import os

from les_portal.jobs.claims import Claim


def arrange() -> None:
    if os.environ.get("UNGUARDED"):
        Claim._end = lambda *_args: True
