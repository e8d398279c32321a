"""What programmes and campuses are found by.

Reads the columns of every language as they are stored, in as many queries for a thousand rows as for one. Whether
a visitor sees a row is asked of the row, not of the database: SQLite would take the index of what is published for
the shortest way, and walk through the whole portal for a single school.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.conf import settings
from django.utils.translation import override
from modeltranslation.utils import build_localized_fieldname

from les_portal.search.engine import Document
from programmes.models import Offering, Programme, Sector
from schools.models import Campus, School

Texts = dict[int, list[str]]


def programme_documents(ids: Collection[int]) -> Iterator[Document]:
    """Of the published ones: found by their titles and forms, then by all that is told about them."""
    names = _in_all("title", "form__name")
    told = [
        *_in_all("summary", "content", "outlook", "qualification__title", "field__name"),
        *("qualification__code", "school__organisation__name"),
    ]
    seen = ("status", "school__retired_on", "field__sector")
    rows = list(Programme.objects.rewrite(False).filter(pk__in=ids).order_by().values_list("pk", *seen, *names, *told))
    places, occupations = _places_of(ids), _occupations_of(ids)
    sectors = {sector: _in_all_languages(Sector(sector).label) for sector in Sector.values}
    for pk, status, retired_on, sector, *texts in rows:
        if status == Programme.Status.PUBLISHED and not retired_on:
            body = [*texts[len(names) :], *sectors[sector], *places[pk], *occupations[pk]]
            yield Document(pk, _lines(texts[: len(names)]), _lines(body))


def campus_documents(schools: Collection[int]) -> Iterator[Document]:
    """Of the active ones: found by school, name, town and post code, then by what they teach."""
    names = ["school__organisation__name", "name", "place__municipality", "place__postcode"]
    told = ["place__street", "place__house_number"]
    seen = ("school_id", "school__type", "retired_on", "closed_on", "school__retired_on")
    campuses = Campus.objects.filter(school__in=schools).order_by()
    rows = [row for row in campuses.values_list("pk", *seen, *names, *told) if row[3] is row[4] is row[5] is None]
    stages, taught = _stages_of(schools), _taught_at([pk for pk, *_columns in rows])
    types = {type_: _in_all_languages(School.Type(type_).label) for type_ in School.Type.values}
    for pk, school, type_, _retired, _closed, _school_retired, *texts in rows:
        body = [*texts[len(names) :], *types[type_], *stages[school], *taught[pk]]
        yield Document(pk, _lines(texts[: len(names)]), _lines(body))


def _places_of(programmes: Collection[int]) -> Texts:
    offerings = Offering.objects.filter(programme__in=programmes)
    seen = ("campus__retired_on", "campus__closed_on")
    rows = offerings.values_list("programme_id", *seen, "campus__name", "campus__place__municipality")
    return _texts((pk, *texts) for pk, retired_on, closed_on, *texts in rows if not (retired_on or closed_on))


def _occupations_of(programmes: Collection[int]) -> Texts:
    through = Programme.occupations.through.objects.filter(programme__in=programmes)
    return _texts(through.values_list("programme_id", *_in_all("occupation__title")))


def _stages_of(schools: Collection[int]) -> Texts:
    through = School.stages.through.objects.filter(school__in=schools)
    return _texts(through.values_list("school_id", *_in_all("educationstage__name")))


def _taught_at(campuses: Collection[int]) -> Texts:
    """By campus: the titles of the published programmes, and the occupations that they lead to."""
    offerings = Offering.objects.filter(campus__in=campuses).values_list(
        "campus_id", "programme_id", "programme__status", *_in_all("programme__title", "programme__field__name")
    )
    published = [row for row in offerings if row[2] == Programme.Status.PUBLISHED]
    occupations = _occupations_of({programme for _campus, programme, *_rest in published})
    return _texts((campus, *titles, *occupations[programme]) for campus, programme, _status, *titles in published)


def _texts(rows: Iterable[tuple]) -> Texts:
    by_id: Texts = defaultdict(list)
    for pk, *values in rows:
        by_id[pk] += values
    return by_id


def _in_all(*fields: str) -> list[str]:
    """The columns of these translated fields."""
    return [build_localized_fieldname(field, language) for field in fields for language, _name in settings.LANGUAGES]


def _in_all_languages(label) -> list[str]:
    words = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            words.append(str(label))
    return words


def _lines(texts: Iterable[str | None]) -> str:
    return "\n".join(text for text in texts if text)
