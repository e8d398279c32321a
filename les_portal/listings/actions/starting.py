"""A new listing: from a qualification, from another listing of the school, or from nothing."""

from collections import Counter

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


def from_qualification(qualification: Qualification) -> Content:
    """What its register says, and the field in which others list it."""
    content = {
        column("title", language): getattr(qualification, column("title", language)) or "" for language in LANGUAGES
    }
    fields = Counter(qualification.programmes.values_list("field", flat=True))
    field = fields.most_common(1)[0][0] if fields else None
    return content | {"qualification": qualification.pk, "level": qualification.level_id, "field": field}


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
