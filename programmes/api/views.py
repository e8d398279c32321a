"""Schools, programmes and qualifications as open data."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema

from les_portal.publication.api import OpenView, Paging, Refused, site
from programmes.api import parameters, rows, shapes
from programmes.api.features import features
from programmes.cards import in_languages
from programmes.filters import BadParameter, CatalogueQuery
from programmes.models import Programme, Qualification
from schools.models import School

BAD = {400: shapes.Errors}
MISSING = {404: shapes.Errors}


def read_query(request: HttpRequest, asked: type[CatalogueQuery] = CatalogueQuery) -> CatalogueQuery:
    try:
        return asked.from_params(request.GET)
    except BadParameter as error:
        raise Refused(400, error.errors) from error


def pages_of(request: HttpRequest) -> str:
    """Where the portal's own pages begin, in the language of the answer."""
    return f"{site(request)}/{get_language()}"


class CatalogueView(OpenView):
    """One page of what a question asks."""

    asked = CatalogueQuery

    def paged(self, request: HttpRequest, describe: Callable[[QuerySet], list]) -> HttpResponse:
        query, paging = read_query(request, self.asked), Paging.from_params(request.GET)

        def address(page: int) -> str:
            asked = query.querystring(page=page, page_size=request.GET.get("page_size"), lang=request.GET.get("lang"))
            return f"{site(request)}{request.path}?{asked}"

        def build() -> dict[str, Any]:
            return paging.answer(self.rows(query), describe, address)

        asked_lang = request.GET.get("lang", "")
        key = None if query.is_one_of_many else (query.querystring(), paging, "page_size" in request.GET, asked_lang)
        return self.answer(request, key, build)

    def rows(self, query: CatalogueQuery) -> QuerySet:
        raise NotImplementedError


class Campuses(OpenView):
    content_type = "application/geo+json"

    @extend_schema(
        operation_id="campuses",
        summary=gettext_lazy("All campuses on the map, as GeoJSON"),
        description=gettext_lazy(
            "One feature per campus, the whole map in one answer. The geometry is null where nobody knows it."
        ),
        parameters=[*parameters.FILTERS, parameters.LANG],
        responses={(200, "application/geo+json"): shapes.FeatureCollection, **BAD},
        tags=["campuses"],
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        query = read_query(request)

        def build() -> dict[str, Any]:
            return {"type": "FeatureCollection", "features": features(query.campuses(), pages_of(request))}

        return self.answer(request, None if query.is_one_of_many else (query.querystring(),), build)


class Schools(CatalogueView):
    @extend_schema(
        operation_id="schools",
        summary=gettext_lazy("Schools of the registers"),
        description=gettext_lazy("With their campuses. Schools that have left their register are not listed."),
        parameters=[*parameters.FILTERS, *parameters.PAGING, parameters.LANG],
        responses={200: shapes.page_of(shapes.SchoolRow), **BAD, **MISSING},
        tags=["schools"],
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.paged(request, lambda found: rows.schools(found, pages_of(request)))

    def rows(self, query: CatalogueQuery) -> QuerySet[School]:
        return query.schools()


class SchoolOne(OpenView):
    @extend_schema(
        operation_id="school",
        summary=gettext_lazy("One school with its campuses and programmes"),
        description=gettext_lazy("Also the titles of its published programmes."),
        parameters=[parameters.IDENTITY, parameters.LANG],
        responses={200: shapes.SchoolDetail, **BAD, **MISSING},
        tags=["schools"],
    )
    def get(self, request: HttpRequest, id: str) -> HttpResponse:
        pk = read_id(id)

        def build() -> dict[str, Any]:
            found = only(rows.schools(School.objects.active().filter(pk=pk), pages_of(request)))
            return found | {"programmes": links(Programme.objects.filter(school=pk), pages_of(request))}

        return self.answer(request, (pk,), build)


class Programmes(CatalogueView):
    @extend_schema(
        operation_id="programmes",
        summary=gettext_lazy("Published programmes"),
        description=gettext_lazy("With level, form, occupations, shortage lists and campuses; not the long texts."),
        parameters=[*parameters.FILTERS, *parameters.PAGING, parameters.LANG],
        responses={200: shapes.page_of(shapes.ProgrammeRow), **BAD, **MISSING},
        tags=["programmes"],
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.paged(request, lambda found: rows.programmes(found, pages_of(request)))

    def rows(self, query: CatalogueQuery) -> QuerySet[Programme]:
        return query.programmes()


class ProgrammeOne(OpenView):
    @extend_schema(
        operation_id="programme",
        summary=gettext_lazy("One programme with all its texts"),
        description=gettext_lazy("What you learn, what you can become and how to get in, beside what the list tells."),
        parameters=[parameters.IDENTITY, parameters.LANG],
        responses={200: shapes.ProgrammeDetail, **BAD, **MISSING},
        tags=["programmes"],
    )
    def get(self, request: HttpRequest, id: str) -> HttpResponse:
        pk = read_id(id)

        def build() -> dict[str, Any]:
            return only(rows.programmes(Programme.objects.published().filter(pk=pk), pages_of(request), whole=True))

        return self.answer(request, (pk,), build)


class Qualifications(OpenView):
    @extend_schema(
        operation_id="qualifications",
        summary=gettext_lazy("Qualifications of the Flemish and Dutch registers"),
        description=gettext_lazy("With what people across the border compare them with."),
        parameters=[
            parameters.COUNTRY, parameters.EQF, parameters.CODE, *parameters.PAGING, parameters.LANG,
        ],
        responses={200: shapes.page_of(shapes.QualificationRow), **BAD, **MISSING},
        tags=["qualifications"],
    )  # fmt: skip
    def get(self, request: HttpRequest) -> HttpResponse:
        query, paging = read_query(request), Paging.from_params(request.GET)
        code = request.GET.get("code", "")
        if "\x00" in code or len(code) > 20:
            raise Refused(400, {"code": _("code is a code of a register, such as 25309 or BK0024.")})
        found = Qualification.objects.order_by("country", "code", "slug")
        if query.country:
            found = found.filter(country__in=query.country)
        if query.eqf:
            found = found.filter(level__eqf__in=query.eqf)
        if code:
            found = found.filter(code__iexact=code)

        def address(page: int) -> str:
            changes = {name: request.GET.getlist(name) for name in ("country", "eqf", "code", "page_size", "lang")}
            asked = urlencode({name: value for name, value in changes.items() if value} | {"page": page}, doseq=True)
            return f"{site(request)}{request.path}?{asked}"

        return self.answer(request, None, lambda: paging.answer(found, rows.qualifications, address))


class QualificationOne(OpenView):
    @extend_schema(
        operation_id="qualification",
        summary=gettext_lazy("One qualification with the programmes that lead to it"),
        description=gettext_lazy("Also the titles of the published programmes."),
        parameters=[parameters.IDENTITY, parameters.LANG],
        responses={200: shapes.QualificationDetail, **BAD, **MISSING},
        tags=["qualifications"],
    )
    def get(self, request: HttpRequest, id: str) -> HttpResponse:
        pk = read_id(id)

        def build() -> dict[str, Any]:
            found = only(rows.qualifications(Qualification.objects.filter(pk=pk)))
            return found | {"programmes": links(Programme.objects.filter(qualification=pk), pages_of(request))}

        return self.answer(request, (pk,), build)


def read_id(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    raise nothing()


def only(found: list[dict]) -> dict[str, Any]:
    if not found:
        raise nothing()
    return found[0]


def nothing() -> Refused:
    return Refused(404, {"id": _("There is nothing public with this id.")})


def links(programmes: QuerySet[Programme], pages: str) -> list[dict[str, Any]]:
    columns = programmes.published().rewrite(False).values("id", "slug", *in_languages("title"))
    return [
        {"id": row["id"], "title": rows.texts(row, "title"), "url": f"{pages}/programmes/{row['slug']}/"}
        for row in columns
    ]
