"""How the open data is described: for programs as OpenAPI, for people as a page with examples."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema

from les_portal.publication.api import LANGUAGES, OpenView, site
from les_portal.publication.stored import public_page
from programmes.api.parameters import FILTERS, LANG, OF_OPEN_DAYS, PAGING
from programmes.parameters import form_codes

TABLES = ("api:campuses-csv", "api:schools-csv", "api:programmes-csv")


@extend_schema(exclude=True)
class Schema(OpenView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request, (), describe)


def describe() -> dict[str, Any]:
    """The description in OpenAPI 3.0, with the codes that this installation knows."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    schema["info"] |= {
        "description": _("Schools, programmes and qualifications on both sides of the border. Open to read, no key.")
        + " "
        + _("Below transitions/ is what people who signed in may do."),
        "license": {
            "name": _("The portal's own texts: CC BY 4.0. Data of registers: as their sources say"),
            "url": f"{settings.SITE_URL}{reverse('pages:sources')}",
        },
    }
    filters, codes = {parameter.name for parameter in [*FILTERS, *OF_OPEN_DAYS]}, form_codes()
    for operation in (operation for path in schema["paths"].values() for operation in path.values()):
        for parameter in operation["parameters"]:
            if parameter["name"] in filters:
                parameter["allowEmptyValue"] = True  # a field of a form that nobody filled in
            if parameter["name"] == "form":
                parameter["schema"]["items"] = {"type": "string", "enum": codes}
    return schema


@public_page
@vary_on_headers("Accept-Language")
def docs(request: HttpRequest) -> HttpResponse:
    """In the language of `?lang=`, or else the visitor's."""
    asked = request.GET.get("lang")
    with override(asked if asked in LANGUAGES else get_language()):
        response = render(
            request, "api/docs.html", {"parameters": explained(), "site": site(request), "tables": TABLES}
        )
        response["Content-Language"] = get_language()
    return response


def explained() -> list[dict[str, Any]]:
    """The parameters as the page shows them: name, what it asks, what it may be, an example."""
    codes = ", ".join(form_codes())
    rows = []
    for parameter in [*FILTERS, *OF_OPEN_DAYS, *PAGING, LANG]:
        schema = parameter.type.get("items", parameter.type)
        example = parameter.examples[0].value
        rows.append(
            {
                "name": parameter.name,
                "description": parameter.description,
                "values": codes if parameter.name == "form" else ", ".join(schema.get("enum", [])),
                "example": str(example[0] if isinstance(example, list) else example),
            }
        )
    return rows
