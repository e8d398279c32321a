import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from les_portal.imports.actions import record_run
from les_portal.imports.importer import apply, importer_for
from les_portal.imports.reading import UnreadableFile
from les_portal.imports.report import Report
from les_portal.imports.terminal import told, tracker
from schools.importers import SOURCES


class Command(BaseCommand):
    help = "Reads a file of an official register of schools and says what it would change; --apply changes it."

    def add_arguments(self, parser) -> None:
        parser.add_argument("source", choices=SOURCES)
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="write; without it nothing is written")
        parser.add_argument("--json", action="store_true", help="print the report as one JSON object")

    def handle(self, *, source: str, file: Path, **options) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            self._give_up(source, file, UnreadableFile(error.strerror or str(error)), options)
        try:
            report = self._run(source, file, data, is_real=options["apply"])
        except UnreadableFile as error:
            self._give_up(source, file, error, options)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json()))
        else:
            self.stdout.writelines(f"{line}\n" for line in told(report))

    def _run(self, source: str, file: Path, data: bytes, *, is_real: bool) -> Report:
        importer, track = importer_for(source), tracker(sys.stderr)
        reading = importer.read(data, file.name, track=track)
        if not is_real:
            return importer.compare(reading, track=track).report
        report = apply(importer, reading, track=track)
        record_run(report, data=data)
        return report

    def _give_up(self, source: str, file: Path, error: UnreadableFile, options: dict) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(Report.of_unreadable(source, file.name, error).as_json()))
        raise CommandError(f"{file.name}: {error.message}")
