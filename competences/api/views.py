"""Descriptions as open data: a list, one with all that it says, its paper."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from competences.api import numbers, parameters, rows, shapes, since
from competences.documents import AUTHORISED_DESCRIPTION
from competences.elm import comparison
from competences.elm.specification import CannotBeTold
from competences.filters import DiplomaQuery
from competences.models import AuthorisedDescription
from les_portal.documents.downloading import NotThere, send
from les_portal.documents.models import Document
from les_portal.publication.api import OpenView, Paging, Refused, site
from les_portal.search.ranking import ranked_by
from programmes.api import parameters as common
from programmes.api.shapes import Errors, page_of
from programmes.filters import BadParameter

BAD, MISSING, GONE = {400: Errors}, {404: Errors}, {410: Errors}
FILTERS = [common.Q, common.COUNTRY, common.SECTOR, common.EQF]


class Descriptions(OpenView):
    @extend_schema(
        operation_id="descriptions",
        summary=gettext_lazy("Authorised descriptions: what a diploma means across the border"),
        description=gettext_lazy(
            "The version of each pair that counts. A description compares what two diplomas hold; it is not a "
            "recognition of equivalence. The filters ask for the diploma that somebody holds."
        ),
        parameters=[*FILTERS, parameters.SINCE, *common.PAGING, common.LANG],
        responses={200: page_of(shapes.DescriptionRow), **BAD, **MISSING},
        tags=["descriptions"],
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        paging, found = Paging.from_params(request.GET), wanted(request)

        def address(page: int) -> str:
            names = ("q", "country", "sector", "eqf", "since", "page_size", "lang")
            asked = {name: values for name in names if (values := request.GET.getlist(name))}
            return f"{site(request)}{request.path}?{urlencode(asked | {'page': page}, doseq=True)}"

        def describe(page: QuerySet) -> list[dict]:
            descriptions = list(page.select_related("comparison"))
            papers = rows.papers_of(descriptions)
            return [rows.in_list(each, papers[each.pk], site(request)) for each in descriptions]

        # Papers become ready without anything else that visitors see changing.
        key = None if {"q", "since"} & request.GET.keys() else (address(paging.page), number_of_papers())
        return self.answer(request, key, lambda: paging.answer(found, describe, address))


def number_of_papers() -> int:
    return Document.objects.filter(kind=AUTHORISED_DESCRIPTION.code, state=Document.State.READY).count()


def wanted(request: HttpRequest) -> QuerySet[AuthorisedDescription]:
    """The best fit first where words are asked; else the oldest change first."""
    try:
        query = DiplomaQuery.from_params(request.GET)
    except BadParameter as error:
        raise Refused(400, error.errors) from error
    start = since.read(request.GET)
    found = AuthorisedDescription.objects.counting()
    if start:
        found = AuthorisedDescription.objects.filter(Q(is_current=True) | Q(pk__in=taken_away().values("pk")))
        found = found.filter(changed_at__gte=start)
    if not query:
        return found.order_by("changed_at", "pk")
    return ranked_by(found, query.descriptions()).order_by("rank")


def taken_away() -> QuerySet[AuthorisedDescription]:
    """Withdrawn, and nothing came in its place: the last that anybody knows of the pair."""
    known = AuthorisedDescription.objects.known()
    later = known.filter(comparison=OuterRef("comparison"), version__gt=OuterRef("version"))
    return known.filter(~Exists(later), status=AuthorisedDescription.Status.WITHDRAWN)


class DescriptionOne(OpenView):
    @extend_schema(
        operation_id="description",
        summary=gettext_lazy("One description with all that it says"),
        description=gettext_lazy("Both frames of competences, line by line, as it was authorised; and how it stands."),
        parameters=[parameters.NUMBER, common.LANG],
        responses={200: shapes.DescriptionDetail, **BAD, **MISSING, **GONE},
        tags=["descriptions"],
    )
    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        found = numbers.read(number).description
        papers = rows.papers_of([found])[found.pk]
        key = (found.pk, *(paper.pk for paper in papers))
        return self.answer(request, key, lambda: rows.whole(found, papers, site(request)))


class DescriptionLinked(OpenView):
    content_type = "application/ld+json"

    @extend_schema(
        operation_id="description_jsonld",
        summary=gettext_lazy("One description as linked data"),
        description=gettext_lazy(
            "Both diplomas in the European Learning Model, and which learning outcome of the one covers which of the "
            "other."
        ),
        parameters=[parameters.NUMBER, common.LANG],
        responses={(200, "application/ld+json"): OpenApiTypes.OBJECT, **BAD, **MISSING, **GONE},
        tags=["descriptions"],
    )
    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        found = numbers.read(number).description
        return self.answer(request, (found.pk,), telling(lambda: comparison.document(found, site(request))))


def telling(tell: Callable[[], Any]) -> Callable[[], Any]:
    def build() -> Any:
        try:
            return tell()
        except CannotBeTold as reason:
            raise Refused(404, {"level": str(reason)}) from reason

    return build


class DescriptionPaper(OpenView):
    @extend_schema(
        operation_id="description_pdf",
        summary=gettext_lazy("The paper of a description, as PDF"),
        description=gettext_lazy(
            "The file that was made when it was authorised, always the same to the last byte. In the language of the "
            "number, or of lang, or else in Dutch."
        ),
        parameters=[parameters.NUMBER, common.LANG],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, **BAD, **MISSING, **GONE, 503: Errors},
        tags=["descriptions"],
    )
    def get(self, request: HttpRequest, number: str) -> HttpResponseBase:
        asked = numbers.read(number)
        paper = paper_of(asked)
        try:
            response = send(request, paper, is_public=True, inline=True)
        except NotThere as error:
            raise Refused(503, {"number": _("Its file cannot be read at the moment.")}) from error
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def paper_of(asked: numbers.Asked) -> Document:
    made = Document.objects.about(asked.description).filter(
        kind=AUTHORISED_DESCRIPTION.code, state=Document.State.READY
    )
    by_language = {paper.language: paper for paper in made.defer("content")}
    wanted = [asked.language] if asked.language else [get_language(), "nl"]
    found = next((by_language[language] for language in wanted if language in by_language), None)
    if found is None:
        raise Refused(404, {"number": _("There is no paper of it in this language yet.")})
    return found
