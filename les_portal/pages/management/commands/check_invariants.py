import json

from django.core.management.base import BaseCommand

from les_portal.invariants import findings, promises


class Command(BaseCommand):
    help = "Look over all data whether what must hold does. Exit code 1, and what does not by name, otherwise 0."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="Print one JSON object: promises, findings.")

    def handle(self, *args, **options) -> None:
        found = list(findings())
        if options["json"]:
            rows = [finding._asdict() for finding in found]
            self.stdout.write(json.dumps({"promises": len(promises()), "findings": rows}, ensure_ascii=False))
        else:
            for finding in found:
                self.stdout.write(f"{finding.promise}\n  {finding.row}")
            self.stdout.write(f"{len(promises())} promises looked at, {len(found)} findings.")
        if found:
            raise SystemExit(1)
