"""Open days as open data."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from drf_spectacular.utils import extend_schema

from les_portal.publication.api import site
from programmes.api import parameters, shapes
from programmes.api.rows import Row, campuses_by, texts
from programmes.api.views import BAD, MISSING, CatalogueView
from programmes.cards import in_languages
from programmes.models import OpenDay
from programmes.open_days import OpenDayCard, OpenDayQuery, open_day_cards


class OpenDays(CatalogueView):
    asked = OpenDayQuery

    @extend_schema(
        operation_id="events",
        summary=gettext_lazy("Open days and info moments to come"),
        description=gettext_lazy(
            "The first one first. A cancelled one stays, with its status, until it would have been over. The filters "
            "ask for the schools and programmes that can be visited."
        ),
        parameters=[*parameters.FILTERS, *parameters.OF_OPEN_DAYS, *parameters.PAGING, parameters.LANG],
        responses={200: shapes.page_of(shapes.EventRow), **BAD, **MISSING},
        tags=["events"],
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.paged(request, lambda found: described(found, site(request)))

    def rows(self, query: OpenDayQuery) -> QuerySet[OpenDay]:
        return query.open_days()


COLUMNS = ("uid", "school_id", "programme_id", *in_languages("note", "programme__title"))


def described(days: QuerySet[OpenDay], portal: str) -> list[Row]:
    """Five queries. `portal` is where it stands: `https://portal.example`."""
    told = {str(row["uid"]): row for row in days.rewrite(False).values(*COLUMNS)}
    schools = {row["school_id"] for row in told.values()}
    known = campuses_by("school", schools, f"{portal}/{get_language()}") if told else {}
    campuses = {campus["id"]: campus for theirs in known.values() for campus in theirs}
    return [_row(card, told[card.uid], campuses, portal) for card in open_day_cards(days) if card.uid in told]


def _row(card: OpenDayCard, row: Row, campuses: dict[int, Row], portal: str) -> Row:
    programme = card.programme and {
        "id": row["programme_id"],
        "title": texts(row, "programme__title"),
        "url": f"{portal}{card.programme_url}",
    }
    return {
        "id": card.uid,
        "kind": card.kind.value,
        "status": "cancelled" if card.is_cancelled else "confirmed",
        "starts_at": card.begins.isoformat(),
        "ends_at": card.ends.isoformat(),
        "is_online": card.is_online,
        "school": {"id": row["school_id"], "name": card.school},
        "country": card.country.value,
        "programme": programme,
        "campuses": [campuses[place.id] for place in card.places if place.id in campuses],
        "note": texts(row, "note"),
        "website": card.website,
        "is_demo": card.is_demo,
        "url": f"{portal}{card.url}",
        "calendar": portal + reverse("event-calendar", args=[card.uid]),
    }
