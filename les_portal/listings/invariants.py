from collections.abc import Iterable, Iterator

from django.db.models import Count, F, Max, Q

from les_portal.invariants import invariant
from les_portal.listings.models import Correction, Finding, Revision
from programmes.models import Programme

APPLIED, OPEN = Revision.Status.APPLIED, Correction.Status.OPEN


@invariant("Of a visitor who was answered no address is kept")
def addresses_that_stayed() -> Iterable[Correction]:
    return Correction.objects.with_page().exclude(status=OPEN).exclude(email="")


@invariant("A correction says when it was answered, once it was")
def answered_at_no_time() -> Iterable[Correction]:
    return (
        Correction.objects.with_page()
        .exclude(Q(status=OPEN) & Q(answered_at=None))
        .exclude(~Q(status=OPEN) & Q(answered_at__isnull=False))
    )


@invariant("An applied revision has a number and all of its listing, and no other has")
def versions_without_a_number() -> Iterable[Revision]:
    whole, bare = Q(number__isnull=False, content__isnull=False), Q(number=None, content=None)
    fine = Q(Q(status=APPLIED) & whole) | Q(~Q(status=APPLIED) & bare)
    return Revision.objects.exclude(fine).select_related("programme")


@invariant("The versions of a listing are numbered from 1 on, without a gap")
def numbers_left_out() -> Iterable[Programme]:
    numbered = Programme.objects.annotate(last=Max("revisions__number"), versions=Count("revisions__number"))
    return numbered.exclude(last=None).exclude(last=F("versions"))


@invariant("What is being changed is held against what visitors saw")
def changes_held_against_nothing() -> Iterator[Revision]:
    for revision in Revision.objects.open().select_related("programme").iterator():
        if revision.changes.keys() != revision.before.keys():
            yield revision


@invariant("A hint is of one school")
def hints_of_two_schools() -> Iterable[Finding]:
    campus = Q(campus__isnull=False) & ~Q(campus__school=F("school"))
    programme = Q(programme__isnull=False) & ~Q(programme__school=F("school"))
    return Finding.objects.filter(campus | programme)
