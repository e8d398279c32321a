"""Pages that stand in a frame on somebody else's website, and what they are asked."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt

from les_portal.publication.stored import public_page
from programmes.browsing import Browsing, browse
from programmes.models import Programme
from schools.models import Campus, School

POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "connect-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}
View = Callable[..., HttpResponse]


def embedded(view: View) -> View:
    """May stand in any frame. It looks at no cookie and sets none: the visitor is on another's website."""
    return csp_replace(POLICY)(xframe_options_exempt(without_cookies(public_page(view))))


def without_cookies(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.COOKIES = {}
        return view(request, *args, **kwargs)

    return answer


@dataclass(frozen=True)
class Asked:
    """The filters of the map, and one school when the address names it."""

    browsing: Browsing
    slug: str
    school: School | None

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        slug = request.GET.get("school", "")[:200].replace("\x00", "")
        rows = School.objects.active().select_related("organisation")
        return cls(browse(request), slug, rows.filter(organisation__slug=slug).first() if slug else None)

    @property
    def is_gone(self) -> bool:
        return bool(self.slug) and self.school is None

    @property
    def query(self):
        return self.browsing.query

    def campuses(self) -> QuerySet[Campus]:
        return self._of_school(self.query.campuses())

    def programmes(self) -> QuerySet[Programme]:
        return self._of_school(self.query.programmes())

    def _of_school(self, rows: QuerySet) -> QuerySet:
        return rows.filter(school=self.school) if self.school else rows

    def querystring(self, **changes) -> str:
        return self.query.querystring(school=self.slug, **changes)
