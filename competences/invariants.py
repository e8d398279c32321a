"""What must hold of authorised descriptions, their signatures, numbers and papers."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, F, Max, Min, Q, QuerySet

import competences.comparing_promises
import competences.frame_promises  # noqa: F401 - both register their own
from competences.actions.authorising import SERIES
from competences.documents import AUTHORISED_DESCRIPTION
from competences.models import AuthorisedDescription, SignOff
from les_portal.documents.models import Document, Series
from les_portal.invariants import invariant

Status = AuthorisedDescription.Status
Standing = Document.Standing
SIGNED = (Status.AUTHORISED, *AuthorisedDescription.READABLE)
# How the papers of a version stand, by its state.
STANDING = {
    Status.AUTHORISED: Standing.VALID,
    Status.PUBLISHED: Standing.VALID,
    Status.UNDER_REVIEW: Standing.VALID,
    Status.EXPIRED: Standing.VALID,
    Status.SUPERSEDED: Standing.SUPERSEDED,
    Status.WITHDRAWN: Standing.WITHDRAWN,
}


def numbered() -> QuerySet[AuthorisedDescription]:
    """Whatever was authorised, also what was withdrawn later."""
    return AuthorisedDescription.objects.filter(version__isnull=False).order_by("pk")


@invariant("A description that was authorised has its number, its days and all that it says; no other has a number.")
def frozen() -> Iterator[str]:
    whole = Q(version__isnull=False, snapshot__isnull=False, authorised_at__isnull=False, valid_until__isnull=False)
    for row in AuthorisedDescription.objects.filter(status__in=SIGNED).exclude(whole).order_by("pk"):
        yield f"description {row.pk} is {row.status}"
    unsigned = numbered().exclude(status__in=[*SIGNED, Status.WITHDRAWN])
    yield from (f"{row} is {row.status}" for row in unsigned)


@invariant("What a version says stands under its own number and version.")
def says_its_number() -> Iterator[str]:
    for row in numbered().iterator():
        said = (row.snapshot or {}).get("number"), (row.snapshot or {}).get("version")
        if said != (row.number, row.version):
            yield f"{row} says {said}"


@invariant("A description that was authorised was signed in its last round on both sides, by two who did not make it.")
def four_eyes() -> Iterator[str]:
    rows = numbered().select_related("comparison__source", "comparison__target")
    for row in rows.prefetch_related("sign_offs", "contributors", "comparison__raters"):
        signed = [each for each in row.sign_offs.all() if (each.round, each.status) == (row.round, "signed")]
        sides = {row.comparison.source.country, row.comparison.target.country}
        people = [each.by_id for each in signed if each.by_id]  # whoever left is nobody by now
        made = {user.pk for user in row.contributors.all()} | {rater.user_id for rater in row.comparison.raters.all()}
        if {each.country for each in signed} != sides or len(signed) != 2 or len(set(people)) < len(people):
            yield f"{row}: its signatures"
        elif made.intersection(people):
            yield f"{row}: signed by somebody who made it"


@invariant("Of each pair one version counts at most: one that is published, under review or expired.")
def one_counts() -> Iterator[str]:
    counting = (*AuthorisedDescription.COUNTING, Status.EXPIRED)
    rows = AuthorisedDescription.objects.exclude(status__in=counting, is_current=True)
    for row in rows.filter(Q(status__in=counting) | Q(is_current=True)).order_by("pk"):
        yield f"{row} is {row.status}"


@invariant("The numbers of descriptions run from 1 in each year without a gap, and versions of each pair from 1.")
def numbers() -> Iterator[str]:
    last = dict(Series.objects.filter(prefix=SERIES, last__gt=0).values_list("year", "last"))
    given = defaultdict(set)
    for year, sequence in numbered().values_list("year", "sequence"):
        given[year].add(sequence)
    for year in sorted({*last, *given}):
        if given[year] != set(range(1, last.get(year, 0) + 1)):
            yield f"{SERIES}-{year}"
    of_pair = {
        "number": Count("pk"),
        "first": Min("version"),
        "most": Max("version"),
        "years": Count("year", distinct=True),
    }
    pairs = numbered().order_by().values("comparison").annotate(sequences=Count("sequence", distinct=True), **of_pair)
    right = Q(first=1, most=F("number"), years=1, sequences=1)
    yield from (f"comparison {row['comparison']}: its versions" for row in pairs.exclude(right))


@invariant("The papers of a description stand as it does, under its number.")
def papers() -> Iterator[str]:
    for row in numbered().iterator():
        about = Document.objects.about(row).filter(kind=AUTHORISED_DESCRIPTION.code).defer("content")
        for paper in about:
            if paper.standing != STANDING[Status(row.status)] or paper.number != row.number_in(paper.language):
                yield f"{paper.number} is {paper.standing}, {row} is {row.status}"


@invariant("Whoever signed did so at some time; whoever did not, not. Only what is looked at waits for signatures.")
def signatures() -> Iterator[str]:
    wrong = Q(status="signed", signed_at=None) | Q(~Q(status="signed"), signed_at__isnull=False)
    idle = Q(status="waiting") & (~Q(description__status=Status.REVIEW) | ~Q(round=F("description__round")))
    yield from (f"signature {row.pk}" for row in SignOff.objects.filter(wrong | idle).order_by("pk"))
