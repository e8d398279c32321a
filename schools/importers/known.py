"""Everything that a file of a register can touch, in memory: a few queries, whatever the file's size."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from les_portal.imports.importer import importers
from les_portal.imports.merging import NEVER_SAID
from les_portal.organisations.models import Organisation
from schools.models import Campus, EducationStage, Place, RegisterEntry, School


class History:
    """What the sources of one register said about one key."""

    def __init__(self, entry: RegisterEntry, others: Iterable[RegisterEntry]) -> None:
        self.entry = entry
        self.others = list(others)

    def said(self, field: str) -> Any:
        return self.entry.values.get(field, NEVER_SAID)

    def sayings(self, field: str) -> list[Any]:
        return [entry.values[field] for entry in [self.entry, *self.others] if field in entry.values]

    @property
    def is_new(self) -> bool:
        return self.entry.pk is None


class Known:
    def __init__(self, *, source: str, register: str, country: str) -> None:
        self.source = source
        schools = School.objects.filter(register=register).exclude(register_number="")
        self.schools = {
            school.register_number: school
            for school in schools.select_related("organisation").prefetch_related("stages")
        }
        self.places = {place.key: place for place in Place.objects.filter(country=country)}
        self.campuses: dict[str, list[Campus]] = defaultdict(list)
        self._load_campuses()
        self.entries: dict[str, dict[str, RegisterEntry]] = defaultdict(dict)
        for entry in RegisterEntry.objects.filter(source__in=_sources_of(register)):
            self.entries[entry.key][entry.source] = entry
        self.stages = {stage.code: stage for stage in EducationStage.objects.filter(country=country)}
        self.slugs = set(Organisation.objects.values_list("slug", flat=True))

    def _load_campuses(self) -> None:
        """Each place and each school once, so that what one row does to it the next row sees."""
        schools = {school.pk: school for school in self.schools.values()}
        for campus in Campus.objects.filter(school__in=self.schools.values()).select_related("place"):
            campus.school = schools[campus.school_id]
            campus.place = self.places.setdefault(campus.place.key, campus.place)
            self.campuses[campus.school.register_number].append(campus)

    def campus(self, number: str, site: str) -> Campus | None:
        return next((campus for campus in self.campuses[number] if campus.site_number == site), None)

    def history(self, key: str) -> History:
        sources = self.entries[key]
        entry = sources.get(self.source) or RegisterEntry(source=self.source, key=key, values={})
        return History(entry, (other for source, other in sources.items() if source != self.source))

    def entries_of_sites(self) -> list[RegisterEntry]:
        """What our source has in its register, as far as we know."""
        own = (sources.get(self.source) for sources in self.entries.values())
        return [entry for entry in own if entry and entry.retired_on is None and "site" in entry.values]


def _sources_of(register: str) -> list[str]:
    return [source for source, importer in importers().items() if getattr(importer, "register", None) == register]
