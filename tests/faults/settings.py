"""The portal as it is, with one more app whose jobs set marks, and its patience by environment."""

import os

from les_portal.settings import *  # noqa: F403
from les_portal.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.marks"]


def seconds(name: str, default: float) -> float:
    return float(os.environ.get(name, default))


JOB_LEASE, JOB_LATE, JOB_SWEEP = seconds("JOB_LEASE", 15), seconds("JOB_LATE", 30), seconds("JOB_SWEEP", 5)
JOB_SOFT_LIMIT, JOB_HARD_LIMIT = seconds("JOB_SOFT_LIMIT", 30), seconds("JOB_HARD_LIMIT", 45)
CELERY_TASK_TIME_LIMIT = JOB_HARD_LIMIT
JOB_MEMORY = int(os.environ.get("JOB_MEMORY", 1024**3))
EMAIL_TIMEOUT = seconds("EMAIL_TIMEOUT", 20)
