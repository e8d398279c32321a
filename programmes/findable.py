"""What programmes and campuses are found by.

Reads the columns of every language as they are stored, in as many queries for a thousand rows as for one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import override
from modeltranslation.utils import build_localized_fieldname

from les_portal.search.engine import Document
from programmes.models import Offering, Programme, Sector
from schools.models import Campus, School

Texts = dict[int, list[str]]


def programme_documents(programmes: QuerySet[Programme]) -> Iterator[Document]:
    """Of those that visitors see: found by their titles and forms, then by all that is told about them."""
    names = _in_all("title", "form__name")
    told = [
        *_in_all("summary", "content", "outlook", "qualification__title", "field__name"),
        *("qualification__code", "school__organisation__name"),
    ]
    rows = programmes.published().order_by("pk").rewrite(False).values_list("pk", "field__sector", *names, *told)
    rows = list(rows)
    ids = [pk for pk, *_columns in rows]
    places, occupations = _places_of(ids), _occupations_of(ids)
    sectors = {sector: _in_all_languages(Sector(sector).label) for sector in Sector.values}
    for pk, sector, *texts in rows:
        body = [*texts[len(names) :], *sectors[sector], *places[pk], *occupations[pk]]
        yield Document(pk, _lines(texts[: len(names)]), _lines(body))


def campus_documents(schools: Collection[int]) -> Iterator[Document]:
    """Of the active ones: found by school, name, town and post code, then by what they teach."""
    names = ["school__organisation__name", "name", "place__municipality", "place__postcode"]
    told = ["place__street", "place__house_number"]
    campuses = Campus.objects.active().filter(school__in=schools).order_by("pk")
    stages, taught = _stages_of(schools), _taught_at(schools)
    types = {type_: _in_all_languages(School.Type(type_).label) for type_ in School.Type.values}
    for pk, school, type_, *texts in campuses.values_list("pk", "school_id", "school__type", *names, *told):
        body = [*texts[len(names) :], *types[type_], *stages[school], *taught[pk]]
        yield Document(pk, _lines(texts[: len(names)]), _lines(body))


def _places_of(programmes: Collection[int]) -> Texts:
    offerings = Offering.objects.filter(programme__in=programmes, campus__retired_on=None)
    return _texts(offerings.values_list("programme_id", "campus__name", "campus__place__municipality"))


def _occupations_of(programmes: Collection[int]) -> Texts:
    through = Programme.occupations.through.objects.filter(programme__in=programmes)
    return _texts(through.values_list("programme_id", *_in_all("occupation__title")))


def _stages_of(schools: Collection[int]) -> Texts:
    through = School.stages.through.objects.filter(school__in=schools)
    return _texts(through.values_list("school_id", "educationstage__name"))


def _taught_at(schools: Collection[int]) -> Texts:
    """By campus: the titles of the published programmes, and the occupations that they lead to."""
    offerings = Offering.objects.filter(campus__school__in=schools, programme__status=Programme.Status.PUBLISHED)
    taught = _texts(offerings.values_list("campus_id", *_in_all("programme__title")))
    occupations = offerings.exclude(programme__occupations=None).distinct()
    for campus, *titles in occupations.values_list("campus_id", *_in_all("programme__occupations__title")):
        taught[campus] += titles
    return taught


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
