"""A listing as its visitors would see it with what is being written for it. Nothing of it is saved."""

from copy import copy

from django.db.models import QuerySet

from les_portal.listings.content import COLUMNS, FACTS, Content
from les_portal.listings.editing import Editing
from les_portal.organisations.models import Country
from programmes.cards import ProgrammeCard, translated
from programmes.models import BottleneckStatus, Occupation, Offering, Programme
from schools.models import Campus


def unsaved(editing: Editing) -> Programme:
    """The listing with what was typed in its fields; what cannot be is left out."""
    programme = copy(editing.listing)
    programme._state = copy(programme._state)
    programme._state.fields_cache = dict(programme._state.fields_cache)  # what it points to may be another now
    for name in (*COLUMNS, *FACTS):
        if name in editing.changes and name not in editing.problems:
            field = Programme._meta.get_field(name)
            setattr(programme, field.attname, field.to_python(editing.changes[name]))
    return programme


def offerings(programme: Programme, content: Content) -> list[Offering]:
    """Where it would be taught: open campuses of its own school."""
    rows = Campus.objects.open().filter(school=programme.school_id, pk__in=content["campuses"])
    rows = rows.select_related("place", "school__organisation")
    return [Offering(programme=programme, campus=campus) for campus in rows]


def occupations(content: Content) -> QuerySet[Occupation]:
    return Occupation.objects.filter(pk__in=content["occupations"])


def card(programme: Programme, content: Content, at: list[Offering]) -> ProgrammeCard:
    """As in the list."""
    row = {column: getattr(programme, column) for column in COLUMNS}
    form = {column: getattr(programme.form, column) for column in ("name_nl", "name_fr", "name_en")}
    listed = BottleneckStatus.objects.current().filter(occupation__in=content["occupations"])
    return ProgrammeCard(
        id=programme.pk,
        url=programme.get_absolute_url(),
        title=translated(row, "title"),
        summary=translated(row, "summary"),
        country=Country(programme.school.organisation.country),
        form=translated(form, "name"),
        sector=programme.field.sector,
        level=str(programme.level or ""),
        eqf=programme.level.eqf if programme.level else None,
        duration_months=programme.duration_months,
        language=programme.get_language_display(),
        school=str(programme.school),
        is_demo=programme.is_demo,
        is_overdue=False,  # who publishes it says today that it is right
        is_bottleneck=listed.exists(),
        towns=list(dict.fromkeys(each.campus.place.municipality for each in at)),
    )
