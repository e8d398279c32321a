"""A command that brings files in: it reads and compares, says so, and writes only when asked."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from les_portal.imports.actions import record_applied
from les_portal.imports.importer import Source, apply
from les_portal.imports.many import read_all
from les_portal.imports.reading import UnreadableFile
from les_portal.imports.report import Report
from les_portal.imports.terminal import told, tracker


class ImportCommand(BaseCommand):
    def add_arguments(self, parser) -> None:
        parser.add_argument("--apply", action="store_true", help="write; without it nothing is written")
        parser.add_argument("--json", action="store_true", help="print the report as one JSON object")

    def bring_in(self, source: Source, files: list[Path], *, is_real: bool, as_json: bool) -> None:
        name = files[0].name if files else ""
        try:
            report = self._run(source, files, is_real=is_real)
        except UnreadableFile as error:
            if as_json:
                self.stdout.write(json.dumps(Report.of_unreadable(source.source, name, error).as_json()))
            raise CommandError(f"{name}: {error.message}") from error
        if as_json:
            self.stdout.write(json.dumps(report.as_json()))
        else:
            self.stdout.writelines(f"{line}\n" for line in told(report))

    def _run(self, source: Source, files: list[Path], *, is_real: bool) -> Report:
        if not files:
            raise UnreadableFile(_("There is no file of this kind."))
        track = tracker(sys.stderr)
        reading, fingerprint = read_all(source, files, track=track)
        if not is_real:
            return source.compare(reading, track=track).report
        report = apply(source, reading, track=track)
        record_applied(report, fingerprint=fingerprint)
        return report
