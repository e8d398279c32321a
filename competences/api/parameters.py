from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from competences.api import numbers, since
from programmes.api.parameters import parameter, text

SINCE = parameter(
    "since",
    _("Only what changed on that day or at that moment, or later; also what was withdrawn. The oldest change first."),
    text(pattern=since.PATTERN),
    "2026-11-20",
)
NUMBER = OpenApiParameter(
    "number",
    text(pattern=numbers.PATTERN),
    OpenApiParameter.PATH,
    description=_("LES-AB-2026-0001 for the version that counts, LES-AB-2026-0001-v2 or LES-AB-2026-0001-nl-v2."),
    examples=[OpenApiExample("number", value="LES-AB-2026-0001")],
)
CODE = OpenApiParameter(
    "code",
    text(pattern=r"^[A-Za-z0-9-]{1,140}$"),
    OpenApiParameter.PATH,
    description=_("Its code in the register, or what stands in the address of its page on the portal."),
    examples=[OpenApiExample("code", value="25309")],
)
