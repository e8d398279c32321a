"""The same open data as csv."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from les_portal.publication.api import OpenView
from les_portal.publication.tables import as_csv
from programmes.api import parameters, tables
from programmes.api.views import BAD, pages_of, read_query
from programmes.filters import CatalogueQuery


class TableView(OpenView):
    content_type = "text/csv; charset=utf-8; header=present"

    def table(self, request: HttpRequest, tell: Callable[[CatalogueQuery], Iterable[list]]) -> HttpResponse:
        """Whole, in one answer."""
        query = read_query(request)
        key = None if query.is_one_of_many else (query.querystring(),)
        return self.answer(request, key, lambda: tell(query))

    def packed(self, answer: Iterable[list]) -> bytes:
        return as_csv(answer)


def described(name: str, columns: tuple[str, ...], summary):
    return extend_schema(
        operation_id=f"{name}_csv",
        summary=summary,
        description=format_lazy(
            "{how} {columns}",
            how=_(
                "UTF-8, a comma between cells. All rows in one answer, at most fifty thousand. Several values in a "
                "cell have a semicolon between them; a text that a spreadsheet would take for a formula begins with an "
                "apostrophe. The first row names the columns:"
            ),
            columns=", ".join(columns),
        ),
        parameters=[*parameters.FILTERS, parameters.LANG],
        responses={(200, "text/csv"): OpenApiTypes.STR, **BAD},
        tags=[name],
    )


class CampusesTable(TableView):
    @described("campuses", tables.CAMPUSES, _("All campuses on the map, as csv"))
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.table(request, lambda query: tables.campuses(query.campuses(), pages_of(request)))


class SchoolsTable(TableView):
    @described("schools", tables.SCHOOLS, _("Schools of the registers, as csv"))
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.table(request, lambda query: tables.schools(query.schools(), pages_of(request)))


class ProgrammesTable(TableView):
    @described("programmes", tables.PROGRAMMES, _("Published programmes, as csv"))
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.table(request, lambda query: tables.programmes(query.programmes(), pages_of(request)))
