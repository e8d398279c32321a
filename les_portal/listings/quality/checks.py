"""What is probably not right about one school, campus or listing. Nothing here asks the database."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from les_portal.listings.content import COLUMNS, LANGUAGES, TEXTS, column, fingerprint, is_outdated
from les_portal.listings.models import Finding
from les_portal.listings.quality.places import Middles, disagreement
from les_portal.organisations.models import Organisation
from programmes.models import Programme, Qualification
from schools.models import Campus, School

Code = Finding.Code
IN_A_REGISTER = (Qualification.Kind.BK, Qualification.Kind.CREBO)


class Found(NamedTuple):
    """`details` hold what it is about: as long as they stay the same, it is the same matter."""

    code: str
    details: dict[str, Any]


Dead = dict[str, str]  # a website that does not open -> what went wrong


def of_school(school: School, campuses: list[Campus], dead: Dead) -> Iterator[Found]:
    if not any(map(can_be_asked, [school.organisation, *campuses])):
        yield Found(Code.NO_CONTACT, {})
    yield from _website(school.organisation.website, dead)


def can_be_asked(about: Organisation | Campus | Programme) -> bool:
    """A website is no person: a visitor wants to write or to call."""
    return bool(about.email or about.phone)


def of_campus(campus: Campus, middles: Middles, dead: Dead) -> Iterator[Found]:
    if campus.place.point is None:
        yield Found(Code.NO_PLACE, {})
    if details := disagreement(campus.place, middles):
        yield Found(Code.FAR_FROM_ADDRESS, details)
    yield from _website(campus.website, dead)


def of_listing(listing: Programme, dead: Dead, today: date) -> Iterator[Found]:
    """It knows beside its own columns `has_campus`, open now, and whether its `school_can_be_asked`, at any campus."""
    if not listing.has_campus:
        yield Found(Code.NO_PLACE, {})
    # Its page shows its own contact or that of the school. Where nobody at all can be asked, the school hears it once.
    if not any(map(can_be_asked, [listing, listing.school.organisation])) and listing.school_can_be_asked:
        yield Found(Code.NO_CONTACT, {})
    yield from _qualification(listing.qualification, today)
    yield from _level(listing)
    yield from _languages(listing)
    yield from _website(listing.website, dead)


def _website(url: str, dead: Dead) -> Iterator[Found]:
    if url in dead:
        yield Found(Code.DEAD_WEBSITE, {"url": url, "problem": dead[url]})


def _qualification(qualification: Qualification | None, today: date) -> Iterator[Found]:
    if qualification is None:
        yield Found(Code.NO_QUALIFICATION, {})
        return
    about = {"qualification": qualification.pk}
    if qualification.valid_to and qualification.valid_to < today:
        yield Found(Code.QUALIFICATION_EXPIRED, about | {"valid_to": qualification.valid_to.isoformat()})
    if not qualification.source or (qualification.kind in IN_A_REGISTER and not qualification.code):
        yield Found(Code.QUALIFICATION_UNKNOWN, about)


def _level(listing: Programme) -> Iterator[Found]:
    form, level = listing.form, listing.level or (listing.qualification and listing.qualification.level)
    if level is None:
        return
    about = {"form": form.code, "level": str(level)}
    if level.country != form.country:
        yield Found(Code.LEVEL_OF_FORM, about | {"why": "side"})
    elif form.eqf_from and not form.eqf_from <= level.eqf <= form.eqf_to:
        yield Found(Code.LEVEL_OF_FORM, about | {"why": "level"})


def _languages(listing: Programme) -> Iterator[Found]:
    if missing := missing_in(listing):
        yield Found(Code.MISSING_LANGUAGE, missing)
    content = _texts(listing) | {"written_in": listing.written_in}
    outdated = {
        column(text, language): fingerprint(content[column(text, listing.written_in)])
        for text in TEXTS
        for language in LANGUAGES
        if is_outdated(content, listing.translated_from, text, language)
    }
    if outdated:
        yield Found(Code.OUTDATED_TRANSLATION, outdated)


def missing_in(listing: Programme) -> dict[str, list[str]]:
    """Per language the texts that another language has."""
    content = _texts(listing)
    written = [text for text in TEXTS if any(content[column(text, language)] for language in LANGUAGES)]
    lacking = {lang: [text for text in written if not content[column(text, lang)]] for lang in LANGUAGES}
    return {language: texts for language, texts in lacking.items() if texts}


def _texts(listing: Programme) -> dict[str, str]:
    return {name: getattr(listing, name) or "" for name in COLUMNS}
