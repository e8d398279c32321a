"""The portal as it is, with kinds of documents that try what a worker can bear, in a store that loses workers."""

from tests.faults.settings import *  # noqa: F403
from tests.faults.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.papers"]
STORAGES = STORAGES | {"documents": {"BACKEND": "tests.faults.papers.storage.Falling"}}
