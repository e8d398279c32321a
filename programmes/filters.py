"""One question, asked on the map, in the lists and through the API: which schools, where, teaching what?"""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from les_portal.geo import Box, Point
from les_portal.organisations.models import Country
from les_portal.search.engine import find
from les_portal.search.ranking import ranked_by
from programmes.models import BottleneckStatus, Field, Offering, OpenDay, Programme, ProgrammeForm, Sector
from programmes.parameters import DEFAULT_RADIUS_KM, USUAL_OPEN_DAY, read_parameters
from programmes.querysets import published
from schools import places
from schools.models import Campus, Locality, School
from schools.querysets import active, in_box, km_from, within

# The order of what was found travels in the query, and is looked through for each row.
MOST_FOUND = 2000


class BadParameter(ValueError):
    """A sentence per bad parameter, and the query that the good ones make, for a page that stays useful."""

    def __init__(self, errors: dict[str, str], query: "CatalogueQuery"):
        super().__init__(" ".join(errors.values()))
        self.errors = errors
        self.query = query


class Chip(NamedTuple):
    """A filter that is on: what it says, and the query string of the page without it."""

    name: str
    label: str
    without: str


# Where a menu's values stand, seen from an offering.
_COLUMNS = {
    "sector": "programme__field__sector",
    "eqf": Coalesce("programme__level__eqf", "programme__qualification__level__eqf"),
    "form": "programme__form__code",
    "language": "programme__language",
}


def _nearest(rows: QuerySet, point: Point, campus: str = "") -> Subquery:
    """The distance in km of the nearest campus of `rows`."""
    return Subquery(rows.annotate(km=km_from(point, f"{campus}place__")).order_by("km").values("km")[:1])


def _campuses_in(sector: str) -> Count:
    return Count("campus", distinct=True, filter=Q(programme__field__sector__in=Sector.including(sector)))


@dataclass(frozen=True)
class CatalogueQuery:
    """What was asked. Empty fields ask nothing; fields with several values mean any of them."""

    q: str = ""
    country: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    eqf: tuple[int, ...] = ()
    form: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    bottleneck: bool = False
    open_day: int | None = None
    near: Point | None = None
    radius: float | None = None
    bbox: Box | None = None

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        """Unknown parameters are left alone. Raises BadParameter."""
        values, errors = read_parameters(params)
        query = cls(**values)
        if errors:
            raise BadParameter(errors, query)
        return query

    def __bool__(self) -> bool:
        return replace(self, radius=None) != type(self)()

    # --- what was meant -------------------------------------------------------------------------

    @cached_property
    def _words_and_place(self) -> places.Query | None:
        # Who gives a point of their own does not mean the place in their words as well.
        if self.near or not self.q:
            return None
        return places.read_place(self.q)

    @property
    def words(self) -> str:
        return self._words_and_place.words if self._words_and_place else self.q

    @property
    def place(self) -> Locality | None:
        """The locality that stands in the words, or None."""
        return self._words_and_place.locality if self._words_and_place else None

    @property
    def place_label(self) -> str:
        """As the visitor wrote it: with its post code only when that is what was typed."""
        if not self.place:
            return ""
        return str(self.place) if self.place.postcode in self.q else self.place.name

    @property
    def origin(self) -> Point | None:
        """What distances are measured from."""
        return self.near or (self.place.point if self.place else None)

    @property
    def radius_km(self) -> float:
        return self.radius or DEFAULT_RADIUS_KM

    @property
    def asks_for_programmes(self) -> bool:
        return bool(self.sector or self.eqf or self.form or self.language or self.bottleneck)

    @property
    def is_one_of_many(self) -> bool:
        """Whether so many different questions like it can be asked that the answer is not worth keeping."""
        return bool(self.q or self.near or self.bbox)

    @cached_property
    def found(self) -> dict[str, list[int]]:
        """Ids by kind, best first, for the words; found once per question."""
        return {}

    def _find(self, kind: str) -> list[int]:
        if kind not in self.found:
            found = find(kind, self.words)
            self.found[kind] = self._with_where_it_is_taught(found) if kind == "campus" else found
        return self.found[kind]

    def _with_where_it_is_taught(self, campuses: list[int]) -> list[int]:
        """Who goes from the list of programmes to the map finds the campuses of all that stood in the list."""
        rank = {programme: place for place, programme in enumerate(self._find("programme"))}
        offered = Offering.objects.filter(programme__in=rank).order_by().values_list("programme", "campus")
        taught = [campus for _programme, campus in sorted(offered, key=lambda row: (rank[row[0]], row[1]))]
        return list(dict.fromkeys([*campuses, *taught]))[:MOST_FOUND]

    # --- the answers ----------------------------------------------------------------------------

    def campuses(self) -> QuerySet[Campus]:
        """Active ones; when something is asked about programmes, those where such a programme is offered."""
        rows = self._where_it_is_offered()
        if self.origin:
            rows = rows.annotate(distance=km_from(self.origin))
        return self._ordered(rows, "campus")

    def _where_it_is_offered(self) -> QuerySet[Campus]:
        rows = Campus.objects.filter(self._is_there())
        if self.asks_for_programmes:
            return rows.filter(pk__in=self._visited(self._is_asked("programme__")).values("campus"))
        return rows.filter(pk__in=self._open_days.campuses()) if self.open_day else rows

    def _visited(self, asked: Q) -> QuerySet[Offering]:
        """Those of these offerings that there is an open day for: of that programme, there."""
        rows = Offering.objects.filter(asked).order_by()
        return rows.filter(pk__in=self._open_days.offerings()) if self.open_day else rows

    def _once(self, rows: QuerySet) -> QuerySet:
        """Those rows by their ids: PostgreSQL would look for the open days anew for each distance that is asked."""
        if not self.open_day:
            return rows
        return rows.model.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).order_by()

    @property
    def _open_days(self) -> QuerySet[OpenDay]:
        return OpenDay.objects.within(self.open_day)

    def programmes(self) -> QuerySet[Programme]:
        """Published ones; with a place, those offered at a campus there, the nearest first."""
        rows = Programme.objects.filter(self._is_asked())
        if self.country:
            rows = rows.filter(school__organisation__country__in=self.country)
        if self._asks_where:
            offered = self._once(self._visited(self._is_there("campus__")))
            rows = rows.filter(pk__in=offered.values("programme"))
            if self.origin:
                rows = rows.annotate(
                    distance=_nearest(offered.filter(programme=OuterRef("pk")), self.origin, "campus__")
                )
        elif self.open_day:
            rows = rows.filter(pk__in=self._open_days.programmes())
        return self._ordered(rows, "programme")

    def schools(self) -> QuerySet[School]:
        """Schools of the registers; found by, and ordered by, their campuses."""
        rows = School.objects.active()
        if self.country:
            rows = rows.filter(organisation__country__in=self.country)
        order = []
        if self.asks_for_programmes or self._asks_where or self.words or self.open_day:
            campuses = self._once(self._where_it_is_offered().order_by())
            campuses = ranked_by(campuses, self._find("campus")) if self.words else campuses
            rows, theirs = rows.filter(pk__in=campuses.values("school")), campuses.filter(school=OuterRef("pk"))
            if self.origin:
                rows, order = rows.annotate(distance=_nearest(theirs, self.origin)), ["distance"]
            elif self.words:
                rows, order = rows.annotate(rank=Subquery(theirs.order_by("rank").values("rank")[:1])), ["rank"]
        return rows.order_by(*order, "organisation__sort_key", "pk")

    def counts_by(self, name: str) -> dict[Any, int]:
        """How many campuses each value of a menu would show, with the other filters as they are. One query."""
        others = self._changed(**{name: ()})
        if name == "country":
            return dict(others.campuses().order_by().values_list("place__country").annotate(Count("pk")))
        if name == "open_day":
            days = self.open_day or USUAL_OPEN_DAY
            return {days: self._changed(open_day=days).campuses().order_by().count()}
        rows = others._visited(others._is_there("campus__") & others._is_asked("programme__"))
        if self.words:
            rows = rows.filter(campus__in=self._find("campus"))
        if name == "sector":
            return rows.aggregate(**{sector: _campuses_in(sector) for sector in Sector.values})
        counts = rows.values_list(_COLUMNS[name]).annotate(Count("campus", distinct=True))
        return {value: count for value, count in counts if value is not None}

    def _changed(self, **changes: Any) -> Self:
        """The same question with other filters. What the words found is not looked up again."""
        other = replace(self, **changes)
        other.__dict__.update(found=self.found, _words_and_place=self._words_and_place)
        return other

    @property
    def _asks_where(self) -> bool:
        return bool(self.origin or self.bbox)

    # Conditions are joins, and a list of ids is made once and looked up by primary key. Two lists on one index make
    # SQLite try every pair, and in an EXISTS it walks all published programmes for each campus.

    def _is_there(self, campus: str = "") -> Q:
        """Of a campus: active, and where it was asked."""
        asked, place = active(campus), f"{campus}place__"
        if self.country:
            asked &= Q(**{f"{place}country__in": self.country})
        if self.bbox:
            asked &= in_box(self.bbox, place)
        if self.origin:
            asked &= within(self.origin, self.radius_km, place)
        return asked

    def _is_asked(self, programme: str = "") -> Q:
        """Of a programme: published by a school that is still there, and as it was asked."""
        asked = published(programme)
        if self.sector:
            sectors = {code for sector in self.sector for code in Sector.including(sector)}
            # By the fields' ids: an index begins with status and field.
            asked &= Q(**{f"{programme}field__in": Field.objects.filter(sector__in=sectors).order_by().values("pk")})
        if self.eqf:
            of_its_own = Q(**{f"{programme}level__eqf__in": self.eqf})
            of_qualification = {f"{programme}level": None, f"{programme}qualification__level__eqf__in": self.eqf}
            asked &= of_its_own | Q(**of_qualification)
        if self.form:
            asked &= Q(**{f"{programme}form__code__in": self.form})
        if self.language:
            asked &= Q(**{f"{programme}language__in": self.language})
        if self.bottleneck:
            listed = BottleneckStatus.objects.current().order_by().values("occupation")
            leads_there = Programme.occupations.through.objects.filter(occupation__in=listed).values("programme")
            asked &= Q(**{f"{programme}pk__in": leads_there})
        return asked

    def _ordered(self, rows: QuerySet, kind: str) -> QuerySet:
        """By distance, else by how well the words fit, else by name; what no school stands behind comes last.

        Not where somebody asked for the nearest: a school around the corner that forgot to confirm is nearer all the
        same, and says so on its card.
        """
        if self.words:
            rows = ranked_by(rows, self._find(kind))
        if self.origin:
            return rows.order_by("distance", "sort_key", "pk")
        sunk = ["is_overdue"] if kind == "programme" else []
        return rows.order_by(*sunk, "rank", "pk") if self.words else rows.order_by(*sunk, "sort_key", "pk")

    # --- the address ----------------------------------------------------------------------------

    def as_params(self) -> dict[str, Any]:
        """The filters as they are written in an address, without the empty ones."""
        values = {field.name: value for field in fields(self) if (value := getattr(self, field.name))}
        for name in ("near", "bbox"):
            if name in values:
                values[name] = ",".join(f"{number:.5f}".rstrip("0").rstrip(".") for number in values[name])
        if "radius" in values:
            values["radius"] = f"{values['radius']:g}"
        if self.bottleneck:
            values["bottleneck"] = 1
        return values

    def querystring(self, **changes: Any) -> str:
        """The question as a query string; a change of None leaves a parameter out, others are added."""
        values = self.as_params() | changes
        return urlencode({name: value for name, value in values.items() if value not in (None, "", (), [])}, doseq=True)

    @property
    def active_filters(self) -> list[Chip]:
        chips = [Chip("q", _("“%(words)s”") % {"words": self.q}, self.querystring(q=None))] if self.q else []
        for name, label in self._labels().items():
            values = getattr(self, name)
            for value in values:
                rest = tuple(other for other in values if other != value)
                chips.append(Chip(name, str(label(value)), self.querystring(**{name: rest})))
        if self.bottleneck:
            chips.append(Chip("bottleneck", _("Bottleneck occupations"), self.querystring(bottleneck=None)))
        if self.open_day:
            label = _("Open day in the next %(days)d days") % {"days": self.open_day}
            chips.append(Chip("open_day", label, self.querystring(open_day=None)))
        if self.near:
            label = _("Within %(km)g km of the chosen point") % {"km": self.radius_km}
            chips.append(Chip("near", label, self.querystring(near=None, radius=None)))
        if self.bbox:
            chips.append(Chip("bbox", _("Inside the part of the map"), self.querystring(bbox=None)))
        return chips

    def _labels(self) -> dict:
        forms = {form.code: form.name for form in ProgrammeForm.objects.filter(code__in=self.form)} if self.form else {}
        return {
            "country": lambda value: Country(value).label,
            "sector": lambda value: Sector(value).label,
            "eqf": lambda value: _("EQF %(level)d") % {"level": value},
            "form": lambda value: forms.get(value, value),
            "language": lambda value: _("Taught in %(language)s") % {"language": Programme.Language(value).label},
        }
