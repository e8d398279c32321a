import json
import time
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from les_portal.jobs.carrier import publish
from les_portal.jobs.queue import enqueue
from tests.faults.marks.models import Subject


class Command(BaseCommand):
    """Asks for jobs as a request does, one transaction each, and says how long each took."""

    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("jobs", type=json.loads, help="a list of [kind, payload]")
        parser.add_argument("--pause", type=float, default=0)
        parser.add_argument("--due-in", type=float, default=0)
        parser.add_argument("--too-early", type=float, help="seconds between telling the broker and the commit")
        parser.add_argument("--about-nothing", action="store_true", help="delete the subject right after")
        parser.add_argument("--undo", action="store_true", help="roll back")

    def handle(self, *args, jobs, pause, **options) -> None:
        times = []
        for kind, payload in jobs:
            begin = time.perf_counter()
            self.ask(kind, payload, **options)
            times.append(round(time.perf_counter() - begin, 4))
            time.sleep(pause)
        self.stdout.write(json.dumps(times))

    def ask(self, kind, payload, *, due_in, too_early, about_nothing, undo, **_options) -> None:
        due_at = timezone.now() + timedelta(seconds=due_in) if due_in else None
        with transaction.atomic():
            if about_nothing:
                subject = Subject.objects.create(name="soon gone")
                payload = {"subject": subject.pk}
            job = enqueue(kind, payload, due_at=due_at)
            if too_early is not None:
                publish(job.pk)
                time.sleep(too_early)
            if about_nothing:
                subject.delete()
            if undo:
                transaction.set_rollback(True)
