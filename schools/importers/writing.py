"""The rows that a comparison came to, and how they are written: in bulk, and told once."""

from collections import defaultdict
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify

from les_portal.organisations.models import Organisation
from les_portal.publication.changes import changed
from schools.models import Campus, EducationStage, Place, RegisterEntry, School

BATCH = 500
# In this order, because a later one points to an earlier one.
FIELDS: dict[type[Model], list[str]] = {
    Organisation: ["name", "sort_key", "company_number", "website", "email", "phone", "updated_at"],
    School: ["type", "network", "retired_on"],
    Place: ["street", "house_number", "municipality", "lat", "lon", "precision"],
    Campus: ["name", "sort_key", "place", "phone", "email", "website", "retired_on"],
    RegisterEntry: ["values", "retired_on"],
}


class Writes:
    def __init__(self) -> None:
        self.new: dict[type[Model], list[Any]] = defaultdict(list)
        self.changed: dict[type[Model], dict[int, Any]] = defaultdict(dict)
        self.stages: list[tuple[School, list[EducationStage]]] = []

    def add(self, row: Model) -> None:
        self.new[type(row)].append(row)

    def touch(self, row: Model) -> None:
        """To be written, unless it is new and will be anyway."""
        if row.pk:
            self.changed[type(row)][row.pk] = row

    def write(self) -> None:
        for organisation in self.changed[Organisation].values():
            organisation.updated_at = timezone.now()
        for model, fields in FIELDS.items():
            model.objects.bulk_create(self.new[model], batch_size=BATCH)
            if rows := list(self.changed[model].values()):
                self._update(model, rows, fields)
        self._write_stages()
        if schools := self._schools():
            changed("school", schools)

    @staticmethod
    def _update(model: type[Model], rows: list[Model], fields: list[str]) -> None:
        """An INSERT of rows that are all there: a fourth of the time of the long CASE that `bulk_update` makes."""
        model.objects.bulk_create(
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )

    def _write_stages(self) -> None:
        link = School.stages.through
        known = [school.pk for school, _stages in self.stages]
        link.objects.filter(school__in=known).delete()
        rows = [link(school=school, educationstage=stage) for school, stages in self.stages for stage in stages]
        link.objects.bulk_create(rows, batch_size=BATCH)

    def _schools(self) -> set[int]:
        """Whose pages show something else now."""
        touched = {
            model: {row.pk for row in [*self.new[model], *self.changed[model].values()]}
            for model in (Organisation, School, Place)
        }
        ids = touched[School] | {school.pk for school, _stages in self.stages}
        ids |= {campus.school_id for campus in [*self.new[Campus], *self.changed[Campus].values()]}
        if organisations := touched[Organisation]:
            ids |= set(School.objects.filter(organisation__in=organisations).values_list("pk", flat=True))
        if places := touched[Place]:
            ids |= set(Campus.objects.filter(place__in=places).values_list("school_id", flat=True))
        return ids


def free_name(text: str, taken: set[str]) -> str:
    """What `free_slug` does, for names that are not in the database yet. Takes it."""
    base = slugify(text)[:110].strip("-") or "x"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug
