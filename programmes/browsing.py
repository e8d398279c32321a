"""What every page that lists something from the catalogue does with its address."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from les_portal.publication.remembered import remembered
from programmes.filters import BadParameter, CatalogueQuery
from programmes.menus import RADII, menus

PAGE_SIZE = 24


@dataclass(frozen=True)
class Browsing:
    """What the visitor asked, and a sentence for each parameter that could not be read."""

    query: CatalogueQuery
    errors: dict[str, str]

    def context(self) -> dict:
        """What the filter form and the chips need."""
        return {"query": self.query, "errors": self.errors, "menus": menus(self.query), "radii": RADII}


def browse(request: HttpRequest, asked: type[CatalogueQuery] = CatalogueQuery) -> Browsing:
    """A page stays useful with a bad parameter: it shows what the good ones ask for, and says so."""
    try:
        return Browsing(asked.from_params(request.GET), {})
    except BadParameter as error:
        return Browsing(error.query, error.errors)


def part(request: HttpRequest, name: str) -> str:
    """The fragment `#name` that htmx swaps, or nothing: going back in the history asks for the page itself."""
    htmx = request.htmx
    return f"#{name}" if htmx and not htmx.boosted and not htmx.history_restore_request else ""


def page_of(request: HttpRequest, rows: QuerySet, query: CatalogueQuery, *, size: int = PAGE_SIZE) -> Page:
    """The page of `rows`, the answer to `query`, that `?page=` asks for; the nearest one when it does not exist."""
    paginator = Paginator(rows, size)
    paginator.count = remembered((rows.model, query.querystring()), rows.count)
    return paginator.get_page(request.GET.get("page"))
