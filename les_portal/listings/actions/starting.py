"""A new listing: from a qualification, from another listing of the school, or from nothing."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy

from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.listings.content import LANGUAGES, Content, column, content_of, write
from les_portal.organisations.models import Organisation
from programmes.models import Programme, Qualification
from schools.models import School

STARTED = verb("programmes.programme.start", gettext_lazy("started this listing"))


class Exists(Exception):
    """The school has this listing already."""

    def __init__(self, listing: Programme):
        super().__init__(str(listing))
        self.listing = listing


def from_qualification(qualification: Qualification, *, country: str) -> Content:
    """What its register says, and what those who list it agree on. A level is of its own side of the border."""
    content = {
        column("title", language): getattr(qualification, column("title", language)) or "" for language in LANGUAGES
    }
    others = list(qualification.programmes.published().prefetch_related("occupations"))
    level = qualification.level_id if qualification.country == country else None
    return content | {"qualification": qualification.pk, "level": level} | agreed(others)


def agreed(listings: list[Programme]) -> Content:
    """What a new one can begin with: what most say of the field, and what all say of the rest."""
    fields = Counter(listing.field_id for listing in listings)
    occupations = [{occupation.pk for occupation in listing.occupations.all()} for listing in listings]
    return {
        "field": fields.most_common(1)[0][0] if fields else None,
        "form": by_all(listing.form_id for listing in listings),
        "duration_months": by_all(listing.duration_months for listing in listings),
        "occupations": sorted(set.intersection(*occupations)) if occupations else [],
    }


def by_all(values: Iterable[int | None]) -> int | None:
    said = set(values)
    return said.pop() if len(said) == 1 else None


def from_listing(listing: Programme) -> Content:
    """All but its reference, which is that listing's own."""
    return content_of(listing) | {"reference": ""}


def start(school: School, content: Content, *, by) -> Programme:
    """A draft. Raises Exists for a title and form that the school lists already, so also for a second click."""
    with transaction.atomic():
        Organisation.objects.hold(school.organisation_id)  # first: of two clicks the second sees what the first made
        same = Programme.objects.filter(school=school, title_nl=content["title_nl"], form=content["form"])
        if there := same.exclude(status=Programme.Status.ARCHIVED).select_related("school__organisation").first():
            raise Exists(there)
        first = {"title_nl": content["title_nl"], "form_id": content["form"], "field_id": content["field"]}
        listing = Programme.objects.create(school=school, **first)
        write(listing, content)
        record(STARTED, listing, by=by)
    return listing
