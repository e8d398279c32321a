from pathlib import Path
from typing import ClassVar

from les_portal.imports.command import ImportCommand
from les_portal.imports.importer import importer_for
from programmes.importers.esco import LANGUAGES


class EscoCommand(ImportCommand):
    prefix: ClassVar[str]

    def create_parser(self, prog_name: str, subcommand: str, **kwargs):
        # Django's own --version, of Django, gives way to that of ESCO.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--lang", choices=LANGUAGES, required=True, help="the language of the file")
        parser.add_argument("--version", default="", help="of ESCO; without it the name of the file says it")
        super().add_arguments(parser)

    def handle(self, *, file: Path, lang: str, version: str, **options) -> None:
        source = importer_for(f"{self.prefix}-{lang}")
        source.version = version
        self.bring_in(source, [file], is_real=options["apply"], as_json=options["json"])
