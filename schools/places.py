"""The place in a visitor's words: `lasser Terneuzen`, `9000 elektricien`, `kapper in Sas van Gent`."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from les_portal.organisations.models import Country
from les_portal.search import engine, spelling
from les_portal.search.words import fold
from schools.models import Locality

LONGEST_TEXT = 200
MOST_WORDS_IN_A_NAME = 5
SHORTEST_MISSPELT_NAME = 5

# Names of another language or day than the one on the sign, where the table of localities needs them.
_EXONYMS = {
    "anvers": "antwerpen",
    "antwerp": "antwerpen",
    "alost": "aalst",
    "bruges": "brugge",
    "courtrai": "kortrijk",
    "den haag": "s gravenhage",
    "flessingue": "vlissingen",
    "flushing": "vlissingen",
    "gand": "gent",
    "ghent": "gent",
    "la haye": "s gravenhage",
    "ostend": "oostende",
    "ostende": "oostende",
    "saint nicolas": "sint niklaas",
    "termonde": "dendermonde",
    "the hague": "s gravenhage",
}
# What leads to a place: "in", "bij", "in de buurt van"…
_LEADS = [
    tuple(lead.split())
    for lead in (
        "in de buurt van, in de omgeving van, de buurt van, buurt van, omgeving van, omgeving, rondom, rond, in, te,"
        " bij, nabij, pres de, autour de, aux environs de, a, close to, near to, near, around"
    ).split(", ")
]
# Places whose name is also a word that a question begins with; at its end they are places all the same.
_ALSO_WORDS = set(
    "as ath berg beveren boom bost bray bree burst damme deurne doel dorst essen geel geer hal halle ham hamme hoek"
    " hulst kapelle laken lens lier lint lot made mark meer mol moere name paal peer perk poeke ronse ruisbroek sluis"
    " tielt vorst walem wange welle well".split()
)


class Query(NamedTuple):
    """What is left of the words, and the place that stood among them."""

    words: str
    locality: Locality | None


class _Token(NamedTuple):
    text: str  # folded
    start: int
    end: int


class _Found(NamedTuple):
    """A locality, and which tokens named it (from, up to)."""

    locality: Locality
    first: int
    last: int


class _Known(NamedTuple):
    by_name: dict[str, Locality]
    by_postcode: dict[str, list[Locality]]


def read_place(text: str) -> Query:
    """At most one query when a place is named or no name resembles the last words; else two more."""
    text = text[:LONGEST_TEXT]
    tokens = [_Token(fold(part[0]), *part.span()) for part in re.finditer(r"[^\W_]+", text)]
    known = _known(tokens)
    for look in (_postcode, _at_the_end, _after_a_lead, _at_the_start, _misspelt):
        if found := look(tokens, known):
            first = _without_lead(tokens, found.first)
            return Query(_join(text[: tokens[first].start], text[tokens[found.last - 1].end :]), found.locality)
    return Query(_join(text), None)


def _join(*texts: str) -> str:
    return " ".join(" ".join(texts).split()).strip(" ,;:/–-")


# --- what the localities know about these words -----------------------------------------------------


def _name_key(tokens: list[_Token]) -> str:
    key = " ".join(token.text for token in tokens)
    key = re.sub(r"^st\b", "sint", key)
    return _EXONYMS.get(key, key)


def _spans(tokens: list[_Token]) -> Iterator[tuple[int, int]]:
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + MOST_WORDS_IN_A_NAME, len(tokens)) + 1):
            yield first, last


def _by_length(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest first: Sas van Gent is not Gent."""
    return sorted(spans, key=lambda span: span[0] - span[1])


def _known(tokens: list[_Token]) -> _Known:
    keys = {_name_key(tokens[first:last]) for first, last in _spans(tokens)}
    codes = {token.text[:4] for token in tokens if _is_postcode(token.text)}
    by_name, by_postcode = defaultdict(list), defaultdict(list)
    if keys:
        for locality in Locality.objects.filter(Q(name_key__in=keys) | Q(postcode__in=codes)).order_by("name", "pk"):
            by_name[locality.name_key].append(locality)
            by_postcode[locality.postcode].append(locality)
    return _Known({key: _main(rows) for key, rows in by_name.items() if key in keys}, by_postcode)


def _main(same_name: list[Locality]) -> Locality:
    """The one with most post codes is the town (Middelburg in Zeeland); its lowest is the middle."""
    countries = [locality.country for locality in same_name]
    return min(
        same_name, key=lambda locality: (-countries.count(locality.country), locality.country, locality.postcode)
    )


def _is_postcode(text: str) -> bool:
    return re.fullmatch(r"\d{4}([a-z]{2})?", text) is not None


# --- where it may stand -----------------------------------------------------------------------------


def _postcode(tokens: list[_Token], known: _Known) -> _Found | None:
    for position, token in enumerate(tokens):
        localities = known.by_postcode.get(token.text[:4]) if _is_postcode(token.text) else None
        if localities:
            return _with_its_name(tokens, known, localities, position)
    return None


def _with_its_name(tokens: list[_Token], known: _Known, localities: list[Locality], position: int) -> _Found:
    """The post code's letters (`4535 HA`) and a place name beside it (`9000 Gent`) belong to it."""
    last, dutch = position + 1, [locality for locality in localities if locality.country == Country.NL]
    letters = tokens[last].text if last < len(tokens) else ""
    if dutch and re.fullmatch("[a-z]{2}", letters) and (letters,) not in _LEADS:
        last += 1
    if dutch and (last > position + 1 or len(tokens[position].text) > 4):
        localities = dutch
    beside = [(first, end) for first, end in _spans(tokens) if first == last or end == position]
    for first, end in _by_length(beside):
        key = _name_key(tokens[first:end])
        if key in known.by_name:
            named = [locality for locality in localities if locality.name_key == key]
            return _Found((named or localities)[0], min(first, position), max(end, last))
    return _Found(localities[0], position, last)


def _at_the_end(tokens: list[_Token], known: _Known) -> _Found | None:
    return _longest(tokens, known, [span for span in _spans(tokens) if span[1] == len(tokens)])


def _after_a_lead(tokens: list[_Token], known: _Known) -> _Found | None:
    return _longest(tokens, known, [span for span in _spans(tokens) if _without_lead(tokens, span[0]) < span[0]])


def _at_the_start(tokens: list[_Token], known: _Known) -> _Found | None:
    spans = [span for span in _spans(tokens) if span[0] == 0]
    return _longest(tokens, known, [(first, last) for first, last in spans if tokens[0].text not in _ALSO_WORDS])


def _longest(tokens: list[_Token], known: _Known, spans: list[tuple[int, int]]) -> _Found | None:
    for first, last in _by_length(spans):
        if locality := known.by_name.get(_name_key(tokens[first:last])):
            return _Found(locality, first, last)
    return None


def _without_lead(tokens: list[_Token], first: int) -> int:
    for lead in _LEADS:
        start = first - len(lead)
        if start >= 0 and tuple(token.text for token in tokens[start:first]) == lead:
            return start
    return first


# --- one typing error -------------------------------------------------------------------------------


def _misspelt(tokens: list[_Token], known: _Known) -> _Found | None:
    """At the end, and only when the words there are no word of any school or programme either."""
    spans = [(first, last) for first, last in _spans(tokens) if last == len(tokens)]
    keys = {_name_key(tokens[first:last]): (first, last) for first, last in spans}
    keys = {key: span for key, span in keys.items() if len(key) >= SHORTEST_MISSPELT_NAME and not re.search(r"\d", key)}
    if not keys:
        return None
    resembling = list(Locality.objects.filter(reduce(or_, [spelling.candidates("name_key", key) for key in keys])))
    for key, span in keys.items():
        same = [locality for locality in resembling if spelling.differ_by_one_error(key, locality.name_key)]
        if same and _is_no_other_word(tokens[-1].text, resembling):
            return _Found(_main(same), *span)
    return None


def _is_no_other_word(word: str, resembling: list[Locality]) -> bool:
    """Town names are words of schools too: a word that only they resemble is none of its own."""
    of_names = {part for locality in resembling for part in locality.name_key.split()}
    return len(word) < SHORTEST_MISSPELT_NAME or of_names.issuperset(engine.meant(word))
