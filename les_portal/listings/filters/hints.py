from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from les_portal.listings.models import Finding
from les_portal.listings.quality.hints import TO_DO
from les_portal.organisations.models import Country
from les_portal.search.words import fold, sought


class Menu(NamedTuple):
    name: str
    label: str
    anything: str
    options: list[tuple[str, str, bool]]  # value, word, chosen


@dataclass(frozen=True)
class WantedHints:
    """Which hints of all schools to show. A kind or side that does not exist is no filter."""

    kind: str = ""
    side: str = ""
    school: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        kind, side = query.get("kind", ""), query.get("side", "")
        return cls(
            kind if kind in Finding.Code.values else "",
            side if side in Country.values else "",
            sought(query.get("school", "")),
        )

    def __bool__(self) -> bool:
        return bool(self.kind or self.side or self.school)

    def findings(self) -> QuerySet[Finding]:
        rows = Finding.objects.standing()
        if self.kind:
            rows = rows.filter(code=self.kind)
        if self.side:
            rows = rows.filter(school__organisation__country=self.side)
        if self.school:
            rows = rows.filter(school__organisation__sort_key__contains=fold(self.school))
        return rows.order_by("school__organisation__sort_key", "school", "code", "pk")

    def menus(self) -> list[Menu]:
        kinds = [(code, str(Finding.Code(code).label)) for code in TO_DO]
        return [
            Menu("kind", _("What"), _("All hints"), _options(kinds, self.kind)),
            Menu("side", _("Side of the border"), _("All sides"), _options(Country.choices, self.side)),
        ]


def _options(choices: list[tuple[str, str]], chosen: str) -> list[tuple[str, str, bool]]:
    return [(value, word, value == chosen) for value, word in choices]


class Row(NamedTuple):
    """A kind of hint: how many there are on each side, and together."""

    code: str
    label: str
    numbers: list[tuple[Country, int]]
    total: int


def by_kind_and_side() -> list[Row]:
    """One query."""
    sides = "school__organisation__country"
    counted = Finding.objects.standing().order_by().values_list("code", sides).annotate(Count("pk"))
    numbers = {(code, side): number for code, side, number in counted}
    rows = []
    for code in TO_DO:
        of_sides = [(side, numbers.get((code, side), 0)) for side in Country]
        rows.append(Row(code, str(Finding.Code(code).label), of_sides, sum(number for _side, number in of_sides)))
    return [row for row in rows if row.total]
