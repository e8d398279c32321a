"""When and where people can come and see: what visitors read of open days, and which ones they asked for."""

from collections import defaultdict
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Self

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext as _

from les_portal.organisations.models import Country
from programmes.cards import Text, in_languages, translated
from programmes.filters import BadParameter, CatalogueQuery, Chip
from programmes.menus import Menu, countries, menu
from programmes.models import Offering, OpenDay, Programme, Sector
from programmes.parameters import read_open_day_parameters, read_parameters
from programmes.querysets import midnight
from schools.models import Campus, School

Kind = OpenDay.Kind


@dataclass(frozen=True, slots=True)
class Where:
    """A campus as somebody goes there."""

    id: int
    name: str
    url: str
    street: str
    postcode: str
    town: str
    country: str
    lat: float | None
    lon: float | None

    @property
    def address(self) -> str:
        return f"{self.street}, {self.postcode} {self.town}".lstrip(", ")


@dataclass(frozen=True, slots=True)
class OpenDayCard:
    uid: str
    kind: Kind
    begins: datetime  # on the clock of the schools
    ends: datetime
    school: str
    school_slug: str
    school_url: str
    country: Country
    programme: Text | None
    programme_url: str
    note: Text
    website: str
    is_online: bool
    is_cancelled: bool
    is_demo: bool
    sequence: int
    updated_at: datetime
    campus: int | None
    places: list[Where] = field(default_factory=list)

    @property
    def place(self) -> Where | None:
        """Where to go, when there is one place only."""
        return self.places[0] if len(self.places) == 1 and not self.is_online else None

    @property
    def towns(self) -> list[str]:
        return list(dict.fromkeys(place.town for place in self.places))

    @property
    def ends_another_day(self) -> bool:
        return self.begins.date() != self.ends.date()

    @property
    def url(self) -> str:
        """The page that tells more about what can be seen."""
        if self.programme:
            return self.programme_url
        return self.place.url if self.campus and self.place else self.school_url


COLUMNS = (
    "uid", "kind", "starts_at", "ends_at", "website", "is_online", "cancelled_at", "is_demo", "sequence", "updated_at",
    "school_id", "school__organisation__name", "school__organisation__slug", "school__organisation__country",
    "campus_id", "programme_id", "programme__slug", *in_languages("note", "programme__title"),
)  # fmt: skip


def open_day_cards(days: QuerySet[OpenDay]) -> list[OpenDayCard]:
    """In their order. Three queries, or one when there are none."""
    rows = list(days.rewrite(False).values(*COLUMNS))
    if not rows:
        return []
    campuses = _open_campuses({row["school_id"] for row in rows})
    taught = defaultdict(set)
    offered = Offering.objects.filter(programme__in={row["programme_id"] for row in rows} - {None}).order_by()
    for programme, campus in offered.values_list("programme_id", "campus_id"):
        taught[programme].add(campus)
    return [_card(row, _places(row, campuses[row["school_id"]], taught)) for row in rows]


def _open_campuses(schools: set[int]) -> dict[int, list[Where]]:
    rows = Campus.objects.open().filter(school__in=schools).order_by("sort_key", "pk")
    found = defaultdict(list)
    for row in rows.values(
        "id", "school_id", "name", "slug", "school__organisation__name", "school__organisation__slug", "place__street",
        "place__house_number", "place__postcode", "place__municipality", "place__country", "place__lat", "place__lon",
    ):  # fmt: skip
        where = Where(
            id=row["id"],
            name=row["name"] or row["school__organisation__name"],
            url=reverse("schools:campus", args=[row["school__organisation__slug"], row["slug"]]),
            street=f"{row['place__street']} {row['place__house_number']}".strip(),
            postcode=row["place__postcode"],
            town=row["place__municipality"],
            country=row["place__country"],
            lat=row["place__lat"],
            lon=row["place__lon"],
        )
        found[row["school_id"]].append(where)
    return found


def _places(row: dict[str, Any], campuses: list[Where], taught: dict[int, set[int]]) -> list[Where]:
    if row["campus_id"]:
        return [campus for campus in campuses if campus.id == row["campus_id"]]
    if row["programme_id"]:
        return [campus for campus in campuses if campus.id in taught[row["programme_id"]]]
    return campuses


def _card(row: dict[str, Any], places: list[Where]) -> OpenDayCard:
    slug, zone = row["school__organisation__slug"], get_default_timezone()
    return OpenDayCard(
        uid=str(row["uid"]),
        kind=Kind(row["kind"]),
        begins=localtime(row["starts_at"], zone),
        ends=localtime(row["ends_at"], zone),
        school=row["school__organisation__name"],
        school_slug=slug,
        school_url=reverse("schools:school", args=[slug]),
        country=Country(row["school__organisation__country"]),
        programme=translated(row, "programme__title") if row["programme_id"] else None,
        programme_url=reverse("programmes:programme", args=[row["programme__slug"]]) if row["programme_id"] else "",
        note=translated(row, "note"),
        website=row["website"],
        is_online=row["is_online"],
        is_cancelled=row["cancelled_at"] is not None,
        is_demo=row["is_demo"],
        sequence=row["sequence"],
        updated_at=row["updated_at"],
        campus=row["campus_id"],
        places=places,
    )


# --- on a page: the next ones, and one more to know that there are more -----------------------------

SHOWN = 4


def days_of_school(school: School) -> list[OpenDayCard]:
    return _next(Q(school=school))


def days_of_campus(campus: Campus) -> list[OpenDayCard]:
    """Of the whole school, of this campus, and of what is taught here."""
    if campus.is_retired:
        return []
    taught = Offering.objects.filter(campus=campus).order_by().values("programme")
    anywhere = Q(programme=None) | Q(programme__in=taught)
    return _next(Q(school=campus.school_id) & (Q(campus=campus) | Q(campus=None) & anywhere))


def days_of_programme(programme: Programme) -> list[OpenDayCard]:
    """Its own, and those of the whole school or of a campus where it is taught."""
    taught = programme.offerings.order_by().values("campus")
    of_all = Q(programme=None) & (Q(campus=None) | Q(campus__in=taught))
    return _next(Q(school=programme.school_id) & (Q(programme=programme) | of_all))


def _next(asked: Q) -> list[OpenDayCard]:
    return open_day_cards(OpenDay.objects.for_visitors().not_over().filter(asked)[: SHOWN + 1])


# --- as they were asked for -------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenDayQuery(CatalogueQuery):
    """What was asked of the schools and programmes, and which days of theirs."""

    kind: tuple[str, ...] = ()
    school: str = ""

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        (values, errors), (own, own_errors) = read_parameters(params), read_open_day_parameters(params)
        query = cls(**values, **own)
        if errors or own_errors:
            raise BadParameter(errors | own_errors, query)
        return query

    @property
    def of_catalogue(self) -> CatalogueQuery:
        asked = {each.name: getattr(self, each.name) for each in fields(CatalogueQuery)}
        return CatalogueQuery(**asked | {"open_day": None})

    def open_days(self) -> QuerySet[OpenDay]:
        """The cancelled ones too, until they would have been over: whoever meant to come must hear of it."""
        rows = OpenDay.objects.for_visitors().not_over()
        if self.open_day:
            rows = rows.filter(starts_at__lt=midnight(self.open_day + 1))
        if self.kind:
            rows = rows.filter(kind__in=self.kind)
        if self.school:
            rows = rows.filter(school__organisation__slug=self.school)
        if of_catalogue := self.of_catalogue:
            rows = rows.filter(_fits(of_catalogue))
        return rows.order_by("starts_at", "pk")

    @property
    def active_filters(self) -> list[Chip]:
        chips = super().active_filters
        if self.school:
            name = School.objects.filter(organisation__slug=self.school).values_list("organisation__name", flat=True)
            chips.append(Chip("school", name.first() or self.school, self.querystring(school=None)))
        return chips

    def _labels(self) -> dict:
        return super()._labels() | {"kind": lambda value: Kind(value).label}


def _fits(query: CatalogueQuery) -> Q:
    """Of a school, a campus or a programme that answers the question."""
    campuses, programmes = query.campuses().order_by(), query.programmes().order_by().values("pk")
    at_school = Q(campus=None) & (Q(programme__in=programmes) | Q(programme=None, school__in=campuses.values("school")))
    at_campus = Q(campus__in=campuses.values("pk")) & (Q(programme=None) | Q(programme__in=programmes))
    return at_school | at_campus


def open_day_menus(query: OpenDayQuery) -> list[Menu]:
    return [
        menu(query, "country", _("Side of the border"), _("Both sides"), countries()),
        menu(query, "sector", _("Sector"), _("All sectors"), Sector.choices),
        menu(query, "kind", _("What it is"), _("Every kind"), Kind.choices),
    ]
