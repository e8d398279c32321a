import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from les_portal.mail.actions import bounced
from les_portal.mail.bounces import bounces_in


class Command(BaseCommand):
    help = (
        "Read what mail servers sent back (delivery status reports, also an mbox of them) and mark whose mail it was."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="without one: a report on standard input")

    def handle(self, *args, files: list[Path], **options) -> None:
        if missing := [file for file in files if not file.is_file()]:
            raise CommandError(f"{missing[0]} is not a file.")
        if files:
            self.record(files)
        else:
            with standard_input() as file:
                self.record([file])

    def record(self, files: list[Path]) -> None:
        read = [bounce for file in files for bounce in bounces_in(file)]
        marked = sum(
            bounced(bounce.message_id, problem=bounce.problem, answer=bounce.answer) for bounce in read if bounce
        )
        self.stdout.write(f"Came back: {marked}. Of no mail that we sent: {len(read) - marked}.")


@contextmanager
def standard_input() -> Iterator[Path]:
    """As a file, which an mbox must be."""
    with tempfile.NamedTemporaryFile() as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
        file.flush()
        yield Path(file.name)
