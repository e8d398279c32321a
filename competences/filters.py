"""One question about diplomas: what somebody typed, and where, in which sector and at which level they are held."""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Self

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from competences.finding import Found, look_up
from competences.models import AuthorisedDescription
from les_portal.organisations.models import Country
from les_portal.search.ranking import ranked_by
from programmes.filters import BadParameter, Chip
from programmes.menus import Menu, countries, menu
from programmes.models import Programme, Qualification, Sector
from programmes.parameters import read_all, read_once

LAST = 10**9  # behind all that has a rank


@dataclass(frozen=True)
class DiplomaQuery:
    """Empty fields ask nothing; fields with several values mean any of them. `country`: where the diploma is held."""

    q: str = ""
    country: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    eqf: tuple[int, ...] = ()

    @classmethod
    def from_params(cls, params: QueryDict) -> Self:
        """Unknown parameters are left alone. Raises BadParameter."""
        values, errors = {}, {}
        for field in fields(cls):
            read = read_once if field.name == "q" else read_all
            if texts := [text for text in params.getlist(field.name) if text]:
                try:
                    values[field.name] = read(field.name, texts)
                except ValueError as error:
                    errors[field.name] = str(error)
        query = cls(**values)
        if errors:
            raise BadParameter(errors, query)
        return query

    def __bool__(self) -> bool:
        return self != type(self)()

    @cached_property
    def found(self) -> Found:
        return look_up(self.q)

    # --- the answers ----------------------------------------------------------------------------

    def descriptions(self) -> list[int]:
        """Those that count, best first: what the words say of the diploma held comes before what they say of the other.

        Under no words by the name of the diploma.
        """
        rows = self._of(AuthorisedDescription.objects.counting(), "comparison__source")
        if not self.q:
            by_name = ("comparison__source__title", "comparison__target__title", "pk")
            return list(rows.order_by(*by_name).values_list("pk", flat=True))
        diplomas, told = self.found.diplomas, self.found.descriptions
        either = Q(comparison__source__in=list(diplomas)) | Q(comparison__target__in=list(diplomas))
        rows = rows.filter(Q(pk__in=list(told)) | either).order_by("pk")
        ranked = [
            (diplomas.get(source, LAST), told.get(pk, LAST), diplomas.get(target, LAST), pk)
            for pk, source, target in rows.values_list("pk", "comparison__source", "comparison__target")
        ]
        return [pk for *_rank, pk in sorted(ranked)]

    def undescribed(self) -> QuerySet[Qualification]:
        """The diplomas that the words lead to and that no description is about yet."""
        if not self.q:
            return Qualification.objects.none()
        counting = AuthorisedDescription.objects.counting().order_by()
        rows = self._of(ranked_by(Qualification.objects.all(), list(self.found.diplomas)), "")
        for side in ("source", "target"):
            rows = rows.exclude(pk__in=counting.values(f"comparison__{side}"))
        return rows.select_related("level").order_by("rank")

    def _of(self, rows: QuerySet, qualification: str) -> QuerySet:
        """Those of which the diploma held is as it was asked."""
        name = f"{qualification}__" if qualification else ""
        if self.country:
            rows = rows.filter(**{f"{name}country__in": self.country})
        if self.eqf:
            rows = rows.filter(**{f"{name}level__eqf__in": self.eqf})
        if self.sector:
            sectors = {code for sector in self.sector for code in Sector.including(sector)}
            taught = Programme.objects.published().filter(field__sector__in=sectors).order_by()
            rows = rows.filter(**{f"{qualification or 'pk'}__in": taught.values("qualification")})
        return rows

    # --- the address ----------------------------------------------------------------------------

    def querystring(self, **changes: Any) -> str:
        """The question as a query string; a change of None leaves a parameter out, others are added."""
        values = {field.name: getattr(self, field.name) for field in fields(self)} | changes
        return urlencode({name: value for name, value in values.items() if value not in (None, "", (), [])}, doseq=True)

    @property
    def active_filters(self) -> list[Chip]:
        labels = {
            "country": lambda value: _("Held in: %(side)s") % {"side": Country(value).label},
            "sector": lambda value: Sector(value).label,
            "eqf": lambda value: _("EQF %(level)d") % {"level": value},
        }
        chips = [Chip("q", _("“%(words)s”") % {"words": self.q}, self.querystring(q=None))] if self.q else []
        for name, label in labels.items():
            values = getattr(self, name)
            chips += [
                Chip(name, str(label(value)), self.querystring(**{name: tuple({*values} - {value})}))
                for value in values
            ]
        return chips

    @property
    def menus(self) -> list[Menu]:
        levels = [(level, _("EQF %(level)d") % {"level": level}) for level in range(1, 8)]
        return [
            menu(self, "country", _("Diploma from"), _("Both sides"), countries()),
            menu(self, "sector", _("Sector"), _("All sectors"), Sector.choices),
            menu(self, "eqf", _("Level"), _("All levels"), levels),
        ]
