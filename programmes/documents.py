"""The programme sheet: what a programme's page tells, on paper, as it was on the day that it was asked for."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from les_portal.documents.kinds import document_kind
from les_portal.documents.models import Document
from les_portal.organisations.models import Country
from les_portal.ui.templatetags.ui import bare_address, duration, eqf, texts
from programmes import facts
from programmes.models import Level, Programme, Qualification

MOST_RELATED = 4


def contents(programme: Programme) -> dict:
    """Plain data in the active language; what is not translated comes in its own, and says so."""
    return {
        **{name: said(programme, name) for name in ("title", "summary", "content", "outlook", "admission")},
        "school": str(programme.school),
        **side(programme.school.organisation.country),
        "campuses": campuses(programme),
        "form": said(programme.form, "name"),
        "form_explanation": said(programme.form, "explanation"),
        "form_across": said(programme.form.counterpart, "name"),
        "level": level(programme.level),
        "level_across": str(facts.level_across(programme) or ""),
        "duration": duration(programme.duration_months),
        "workplace_share": programme.workplace_share,
        "language": programme.get_language_display(),
        "qualification": qualification(programme.qualification) if programme.qualification else None,
        "counterparts": counterparts(programme),
        "related": related(programme),
        "occupations": occupations(programme),
        "contact": contact(programme),
        "confirmed_on": date_format(programme.confirmed_on, "j F Y") if programme.confirmed_on else "",
        "confirmed_by": str(programme.confirmed_by or programme.school),
        "is_overdue": programme.is_overdue,
        "page": f"{settings.SITE_URL}{programme.get_absolute_url()}",
        "is_demo": programme.is_demo,
    }


def said(obj, field: str) -> dict:
    """A text and the language that it is really in, when that is another than the document's."""
    text = texts(obj, field) if obj else ""
    foreign = text and text.language != get_language()
    return {"text": str(text), "language": text.language if foreign else ""}


def side(country: str) -> dict:
    return {"country": country, "side": str(Country(country).label)}


def level(level: Level | None) -> dict:
    return {"national": str(level), "eqf": eqf(level.eqf)} if level else {"national": "", "eqf": ""}


def campuses(programme: Programme) -> list[dict]:
    rows = programme.campuses.open().select_related("place", "school__organisation")
    return [{"name": str(campus), "address": str(campus.place)} for campus in rows]


def qualification(row: Qualification) -> dict:
    number = ", ".join(part for part in (row.code, row.version) if part)
    return {"title": said(row, "title"), "number": number, **side(row.country), **level(row.level)}


def counterparts(programme: Programme) -> list[dict]:
    if not programme.qualification:
        return []
    return [qualification(row) for row in facts.counterpart_qualifications(programme.qualification)]


def related(programme: Programme) -> list[dict]:
    rows = facts.across_the_border(programme, most=MOST_RELATED)
    return [
        {"title": said(row, "title"), "school": str(row.school), "form": said(row.form, "name"), **level(row.level)}
        for row in rows.select_related("school__organisation", "form", "level")
    ]


def occupations(programme: Programme) -> list[dict]:
    """Each with what the shortage lists of both sides say of it, the programme's own side first."""
    shores = facts.labour_markets(programme, programme.occupations.all())
    return [
        {
            "title": said(occupation, "title"),
            "regulated": said(occupation, "regulated"),
            "markets": [{**side(shore.country), "listed": listed(shore.occupations[i][1])} for shore in shores],
        }
        for i, (occupation, _listed) in enumerate(shores[0].occupations)
    ]


def listed(rows) -> list[dict]:
    return [
        {"name": row.listed_as, "source": row.source, "year": str(row.year), "is_demo": row.is_demo} for row in rows
    ]


def contact(programme: Programme) -> dict:
    organisation = programme.school.organisation
    website = programme.website or organisation.website
    is_link = website.startswith(("https://", "http://"))  # a form sees to that; an import may have brought more
    return {
        "website": website if is_link else "",
        "website_name": bare_address(website) if is_link else website,
        "email": programme.email or organisation.email,
        "phone": programme.phone or organisation.phone,
    }


def may_read(user, document: Document) -> bool:
    """Everybody while visitors find the programme itself; otherwise who may open its listing.

    What was recalled stays recalled when the listing is published again: something was wrong with it.
    """
    programme = document.about
    if programme is None:
        return False
    # Read from the object, not asked of the database: a list of documents about it then costs one question in all.
    is_found = programme.status == Programme.Status.PUBLISHED and programme.school.retired_on is None
    if is_found and document.standing != Document.Standing.WITHDRAWN:
        return True
    return user.has_perm("programmes.view_listing", programme)


PROGRAMME_SHEET = document_kind(
    "programme_sheet", label=_("Programme sheet"), prefix="PS", content=contents, may_read=may_read
)
