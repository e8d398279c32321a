from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from les_portal.imports.importer import Line, Reading, Track, register, untracked
from les_portal.imports.merging import NEVER_SAID
from les_portal.publication.changes import changed
from programmes.importers.esco import EscoImporter
from programmes.importers.plan import EscoPlan, Record
from programmes.models import Occupation, Programme
from schools.importers.writing import free_name


class Occupations(EscoImporter):
    model = Occupation
    labels = {
        "title_nl": _("title in Dutch"),
        "title_fr": _("title in French"),
        "title_en": _("title in English"),
        "isco": _("ISCO-08 group"),
        "retired_in": _("not in ESCO since version"),
    }

    def facts(self, line: Line) -> dict[str, Any]:
        if line["regulated"].endswith("/regulated"):
            line.count(gettext("regulated somewhere in Europe, says ESCO: who decides here is for people to fill in"))
        isco = line["isco"].removeprefix("C")
        return {"isco": isco if isco.isdigit() and len(isco) <= 4 else ""}

    def compare(self, reading: Reading, *, track: Track = untracked) -> "OccupationPlan":
        return OccupationPlan(self.language, reading, track=track)


class OccupationPlan(EscoPlan):
    """People give occupations a title of their own: what ESCO said is kept beside it, and not taken for ours."""

    model = Occupation
    address = "esco_uri"
    facts = ("isco",)

    def __init__(self, language: str, reading: Reading, *, track: Track = untracked) -> None:
        self.slugs = set(Occupation.objects.values_list("slug", flat=True))
        super().__init__(language, reading, track=track)

    def create(self, record: Record) -> Occupation:
        return Occupation(
            slug=free_name(record["title"], self.slugs),
            esco_uri=record["key"],
            isco=record["isco"],
            version=record["version"],
            said=self._says(record),
            **{self.title: record["title"]},
        )

    def said(self, row: Occupation, field: str) -> Any:
        return row.said.get(field, NEVER_SAID)

    def remember(self, row: Occupation, record: Record) -> bool:
        before, row.said = row.said, row.said | self._says(record)
        return row.said != before

    def _says(self, record: Record) -> dict[str, str]:
        return {self.title: record["title"], "isco": record["isco"]}

    def columns(self) -> tuple[str, ...]:
        return (*super().columns(), "said")

    def tell(self) -> None:
        shown = Programme.occupations.through.objects.filter(occupation__in=[row.pk for row in self.heard[:2000]])
        if len(self.heard) > 2000:  # more than a statement may name
            shown = Programme.occupations.through.objects.all()
        if programmes := set(shown.values_list("programme", flat=True)):
            changed("programme", programmes)


@register
class OccupationsNL(Occupations):
    source, language = "occupations-nl", "nl"
    label = _("ESCO occupations in Dutch")


@register
class OccupationsFR(Occupations):
    source, language = "occupations-fr", "fr"
    label = _("ESCO occupations in French")


@register
class OccupationsEN(Occupations):
    source, language = "occupations-en", "en"
    label = _("ESCO occupations in English")
