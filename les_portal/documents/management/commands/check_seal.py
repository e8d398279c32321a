from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from les_portal.documents import seal


class Command(BaseCommand):
    help = "Say of each PDF whether the portal's seal on it holds. Exit code 1 when one does not."

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *args, files: list[Path], **options) -> None:
        if not seal.can_be_read():
            raise CommandError("Seals are read with the extra `seal`: pip install 'les-portal[seal]'.")
        found = [self.say(path) for path in files]
        if not all(found):
            raise SystemExit(1)

    def say(self, path: Path) -> bool:
        try:
            found = seal.examine(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        self.stdout.write(f"{path}: {found.sentence}")
        return found.holds
