"""Which signposts stand on the way of a diploma to the other side."""

from django.db.models import Count, QuerySet

from competences.models import Signpost
from les_portal.search.words import fold
from programmes.models import Qualification

Case = Signpost.Case
HIGHER_FROM = 5  # EQF: associate degrees, graduate and bachelor programmes


def signposts_for(source: Qualification, country: str) -> QuerySet[Signpost]:
    """Those that name the diploma, and those for all diplomas of its kind. Three queries, however many."""
    rows = Signpost.objects.between(source.country, country)
    linked = set(rows.filter(qualifications=source).values_list("pk", flat=True))
    candidates = rows.annotate(links=Count("qualifications"))
    chosen = [row.pk for row in candidates if row.pk in linked or fits(row, source)]
    return rows.filter(pk__in=chosen)


def fits(signpost: Signpost, source: Qualification) -> bool:
    """By its words, so that a diploma that a register brings later finds its signposts too."""
    if signpost.words:
        return any(is_meant(line, source) for line in signpost.words.splitlines())
    return not signpost.links and signpost.case in cases_of(source)


def is_meant(line: str, source: Qualification) -> bool:
    """A code of the register; or words that all begin a word of the title, in whichever language."""
    asked = fold(line)
    if not asked:
        return False
    titles = (fold(title or "").split() for title in (source.title_nl, source.title_fr, source.title_en))
    return asked == fold(source.code) or any(
        all(any(word.startswith(part) for word in title) for part in asked.split()) for title in titles
    )


def cases_of(source: Qualification) -> list[str]:
    is_higher = source.level is not None and source.level.eqf >= HIGHER_FROM
    return [Case.HIGHER if is_higher else Case.LEVEL, Case.EXPERIENCE]
