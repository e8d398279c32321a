from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from les_portal.publication.changes import next_edition, prepare_everything
from les_portal.publication.statistics import count_anew
from les_portal.search import engine
from programmes.preparation import SCHOOLS_AT_ONCE, index_schools
from schools.models import School


class Command(BaseCommand):
    help = "Build the search index anew. Until it is done, visitors search in the old one."

    def handle(self, **options) -> None:
        count_anew()  # first: reading everything without it is many times slower on SQLite
        with transaction.atomic():
            next_edition()  # first: writers wait until the new index stands
            engine.empty()
            schools = list(School.objects.order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(schools), SCHOOLS_AT_ONCE):
                index_schools(schools[start : start + SCHOOLS_AT_ONCE])
                self._show_progress(min(start + SCHOOLS_AT_ONCE, len(schools)), len(schools))
            prepare_everything()  # what the apps above have said
        self.stdout.write(_("Searchable again: %(count)d schools.") % {"count": len(schools)})

    def _show_progress(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done} / {total}", ending="\n" if done == total else "")
            self.stdout.flush()
