import time

from django.core.management.base import BaseCommand

from les_portal.jobs.running import run_all


class Command(BaseCommand):
    help = "Do what is waiting: send mail, make PDFs. Runs until it is stopped; with --once until nothing is due."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true")

    def handle(self, *args, once: bool, **options) -> None:
        while True:
            run_all()
            if once:
                return
            time.sleep(0.5)
