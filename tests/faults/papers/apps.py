import os
from dataclasses import replace
from datetime import timedelta

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Documents whose making takes too much, or ends with its worker; and less patience between two attempts."""

    name = "tests.faults.papers"
    label = "papers"

    def ready(self) -> None:
        from les_portal.documents import tasks  # noqa: F401
        from les_portal.jobs import handlers

        made = handlers._handlers["documents.make"]
        pauses = int(os.environ.get("PAUSES", len(made.pauses)))
        handlers._handlers["documents.make"] = replace(made, pauses=(timedelta(seconds=0.2),) * pauses)
