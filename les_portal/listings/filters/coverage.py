from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from les_portal.listings.reminding import AT_MOST
from les_portal.organisations.models import Country, Membership
from les_portal.search.words import fold, sought
from programmes.models import Programme
from programmes.querysets import KEEPERS
from schools.models import School

NOBODY, OVERDUE, UNANSWERED = "nobody", "overdue", "unanswered"


class Option(NamedTuple):
    value: str
    label: str
    is_chosen: bool


def with_nobody() -> QuerySet[School]:
    """Those whose listings nobody keeps, whether they have any or not."""
    keepers = Membership.objects.active().filter(organisation=OuterRef("organisation"), role__in=KEEPERS)
    return School.objects.active().filter(~Exists(keepers))


@dataclass(frozen=True)
class WantedSchools:
    """Which schools to show. A value that does not exist is no filter."""

    show: str = ""
    side: str = ""
    school: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        show, side = query.get("show", ""), query.get("side", "")
        return cls(
            show if show in (NOBODY, OVERDUE, UNANSWERED) else "",
            side if side in Country.values else "",
            sought(query.get("school", "")),
        )

    def __bool__(self) -> bool:
        return bool(self.show or self.side or self.school)

    def schools(self) -> QuerySet[School]:
        rows = with_nobody() if self.show == NOBODY else School.objects.active()
        late = Programme.objects.filter(school=OuterRef("pk"), status=Programme.Status.PUBLISHED, is_overdue=True)
        if self.show == OVERDUE:
            rows = rows.filter(Exists(late))
        if self.show == UNANSWERED:
            rows = rows.filter(Exists(late.filter(times_reminded__gte=AT_MOST)))
        if self.side:
            rows = rows.filter(organisation__country=self.side)
        if self.school:
            rows = rows.filter(organisation__sort_key__contains=fold(self.school))
        return rows.select_related("organisation").order_by("organisation__sort_key", "pk")

    def shows(self) -> list[Option]:
        words = {
            NOBODY: _("Nobody keeps them"),
            OVERDUE: _("Something is overdue"),
            UNANSWERED: _("Reminded twice, no answer"),
        }
        return [Option(value, label, value == self.show) for value, label in words.items()]

    def sides(self) -> list[Option]:
        return [Option(value, label, value == self.side) for value, label in Country.choices]
