"""What the columns with a choice may hold: the portal's own lists, and the school's campuses. One query for each."""

from collections.abc import Callable, Iterator

from django.utils import timezone
from django.utils.translation import get_language, override

from les_portal.listings.content import LANGUAGES
from les_portal.listings.sheets.naming import Names, Thing
from programmes.cards import in_languages
from programmes.models import Field, Level, Occupation, Programme, ProgrammeForm, Qualification
from schools.models import Campus, School


def names_for(column: str, school: School) -> Names:
    return Names(_THINGS[column](school))


def _languages_first() -> list[int]:
    """The order in which names are tried: the reader's own language, then the others."""
    mine = get_language() or LANGUAGES[0]
    return sorted(range(len(LANGUAGES)), key=lambda position: LANGUAGES[position] != mine)


def _named(titles: tuple[str, ...], order: list[int]) -> tuple[str, ...]:
    return tuple(titles[position] or "" for position in order)


def _forms(school: School) -> Iterator[Thing]:
    """Of both sides: a name that both use means the one of the school's own side."""
    order, side = _languages_first(), school.organisation.country
    for pk, code, country, *names in ProgrammeForm.objects.rewrite(False).values_list(
        "pk", "code", "country", *in_languages("name")
    ):
        yield Thing(pk, _named(tuple(names), order), (code,), is_current=country == side)


def _fields(school: School) -> Iterator[Thing]:
    order = _languages_first()
    for pk, code, *names in Field.objects.rewrite(False).values_list("pk", "code", *in_languages("name")):
        yield Thing(pk, _named(tuple(names), order), (code,))


def _levels(school: School) -> Iterator[Thing]:
    """ "VKS 4"; a school of that side may leave the name of its framework out."""
    today = timezone.localdate()
    for level in Level.objects.all():
        is_own = level.country == school.organisation.country
        codes = (level.code, f"niveau {level.code}", f"level {level.code}") if is_own else ()
        is_valid = level.valid_to is None or level.valid_to >= today
        yield Thing(level.pk, (str(level),), codes, is_current=is_own and is_valid)


def _qualifications(school: School) -> Iterator[Thing]:
    """By the code of the register. Of several editions of one the newest is meant."""
    order, newest = _languages_first(), {}
    rows = list(
        Qualification.objects.rewrite(False)
        .order_by("valid_from", "pk")
        .values_list("pk", "slug", "country", "kind", "code", "valid_to", *in_languages("title"))
    )
    for pk, _slug, country, kind, code, valid_to, *_titles in rows:
        if code and (valid_to is None or (country, kind, code) not in newest):
            newest[country, kind, code] = pk
    for pk, slug, country, kind, code, _valid_to, *titles in rows:
        names = _named(tuple(titles), order)
        both = tuple(f"{name} ({code})" for name in names if name and code)
        yield Thing(pk, (code, *names), (*both, slug), is_current=newest.get((country, kind, code), pk) == pk)


def _teaching_languages(school: School) -> Iterator[Thing]:
    for language in Programme.Language:
        names = []
        for position in _languages_first():
            with override(LANGUAGES[position]):
                names.append(str(language.label))
        yield Thing(language.value, tuple(names), (language.value,))


def _campuses(school: School) -> Iterator[Thing]:
    """By name, by town where it is the only one there, or by the last part of its address."""
    for campus in Campus.objects.filter(school=school).select_related("place"):
        names = (campus.name or school.organisation.name, campus.place.municipality)
        yield Thing(campus.pk, names, (campus.slug,), is_current=campus.is_open)


def _occupations(school: School) -> Iterator[Thing]:
    """Any may be written; the list to choose from holds those that people here use."""
    order = _languages_first()
    rows = Occupation.objects.with_use().rewrite(False)
    for pk, slug, uri, is_used, *titles in rows.values_list(
        "pk", "slug", "esco_uri", "is_used", *in_languages("title")
    ):
        yield Thing(pk, _named(tuple(titles), order), (slug, uri), is_current=is_used)


_THINGS: dict[str, Callable[[School], Iterator[Thing]]] = {
    "form": _forms,
    "field": _fields,
    "level": _levels,
    "qualification": _qualifications,
    "language": _teaching_languages,
    "campuses": _campuses,
    "occupations": _occupations,
}
