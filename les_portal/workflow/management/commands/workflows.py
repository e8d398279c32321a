from django.core.management.base import BaseCommand

from les_portal.workflow.diagrams import as_markdown
from les_portal.workflow.engine import workflows


class Command(BaseCommand):
    help = "Print how things change state, as Mermaid diagrams: what README.md shows."

    def handle(self, *args, **options) -> None:
        self.stdout.write(as_markdown(workflows()))
