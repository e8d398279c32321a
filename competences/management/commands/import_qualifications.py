from pathlib import Path

from competences.importers import SOURCES
from les_portal.imports.command import ImportCommand
from les_portal.imports.importer import importer_for
from les_portal.imports.many import files_in


class Command(ImportCommand):
    help = "Reads files of a register of qualifications and says what they would change; --apply changes it."

    def add_arguments(self, parser) -> None:
        parser.add_argument("source", choices=SOURCES)
        parser.add_argument("paths", type=Path, nargs="+", metavar="path", help="files, or folders of them")
        super().add_arguments(parser)

    def handle(self, *, source: str, paths: list[Path], **options) -> None:
        files = files_in(paths, SOURCES[source])
        self.bring_in(importer_for(source), files, is_real=options["apply"], as_json=options["json"])
