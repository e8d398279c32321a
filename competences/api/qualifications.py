"""A diploma in the European Learning Model."""

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from competences.api import parameters
from competences.api.views import BAD, MISSING, telling
from competences.elm import json_ld, xml
from competences.elm.specification import Specification, specification
from competences.frames import frame
from competences.snapshot import fields_of
from les_portal.publication.api import OpenView, Refused, site
from programmes.api import parameters as common
from programmes.models import Qualification


def find(code: str) -> Qualification:
    """Of several editions the one with competences, then the newest. Raises Refused."""
    code = code.replace("\x00", "")  # no database can be asked for that
    rows = Qualification.objects.filter(Q(code__iexact=code) | Q(slug=code)).select_related("level")
    current = Count("competences", filter=Q(competences__retired_on=None))
    newest = [F("valid_from").desc(nulls_last=True), "-version", "-pk"]
    found = sorted(rows.annotate(competence_count=current).order_by(*newest), key=lambda row: not row.competence_count)
    if not found:
        raise Refused(404, {"code": _("There is no diploma with this code.")})
    return found[0]


def told(qualification: Qualification, portal: str) -> Specification:
    address = reverse("api:qualification-jsonld", args=[qualification.slug])
    return specification(
        frame(qualification),
        portal + address,
        fields=fields_of([qualification])[qualification.pk],
        homepage=portal + reverse("descriptions:qualification", args=[qualification.slug]),
    )


class QualificationLinked(OpenView):
    content_type = "application/ld+json"

    @extend_schema(
        operation_id="qualification_jsonld",
        summary=gettext_lazy("One diploma in the European Learning Model, as JSON-LD"),
        description=gettext_lazy(
            "Level, code, learning outcomes with their ESCO skills. Only of diplomas with a level and competences: the "
            "model asks for both."
        ),
        parameters=[parameters.CODE, common.LANG],
        responses={(200, "application/ld+json"): OpenApiTypes.OBJECT, **BAD, **MISSING},
        tags=["qualifications"],
    )
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        found = find(code)
        return self.answer(request, (found.pk,), telling(lambda: json_ld.document(told(found, site(request)))))


class QualificationXml(OpenView):
    content_type = "application/xml"

    @extend_schema(
        operation_id="qualification_xml",
        summary=gettext_lazy("One diploma in the European Learning Model, as XML"),
        description=gettext_lazy("The same as the JSON-LD, for the model's schema."),
        parameters=[parameters.CODE, common.LANG],
        responses={(200, "application/xml"): OpenApiTypes.STR, **BAD, **MISSING},
        tags=["qualifications"],
    )
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        found = find(code)
        return self.answer(request, (found.pk,), telling(lambda: xml.document(told(found, site(request)))))

    def packed(self, answer: bytes) -> bytes:
        return answer
