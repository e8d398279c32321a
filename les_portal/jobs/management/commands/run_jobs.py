from functools import partial

from django.conf import settings
from django.core.management.base import BaseCommand

from les_portal.jobs.crew import run_crew
from les_portal.jobs.handlers import handlers
from les_portal.jobs.worker import work

PROCESSES = 2


class Command(BaseCommand):
    help = (
        "Do what is waiting: send mail, make PDFs. Runs until it is stopped; with --once until nothing is due. "
        "With a broker Celery's workers do that, and this one tells them of what is late."
    )
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--processes", type=int, metavar="N")

    def handle(self, *args, once: bool, processes: int | None, **options) -> None:
        handlers()  # loaded before the processes part, so that they share it
        enough = 1 if once or settings.CELERY_BROKER_URL else PROCESSES
        run_crew(partial(work, until_nothing_is_due=once), size=processes or enough, once=once)
