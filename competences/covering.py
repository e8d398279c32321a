"""What descriptions that count say, as rows that can be summed: never anything that is not authorised."""

from collections.abc import Collection, Iterator

from competences.models import COUNTS_FOR, AuthorisedDescription, Competence, Covers, Relation


def cover_anew(descriptions: Collection[int]) -> None:
    """Of the pairs that these are versions of: only the one that counts, while it is published or under review."""
    pairs = AuthorisedDescription.objects.filter(pk__in=descriptions).order_by().values("comparison")
    same = AuthorisedDescription.objects.filter(comparison__in=pairs)
    Covers.objects.filter(description__in=same.order_by().values("pk")).delete()
    counting = same.counting().filter(status__in=AuthorisedDescription.COUNTING).select_related("comparison")
    for description in counting.iterator(chunk_size=50):
        Covers.objects.bulk_create(rows_of(description))


def rows_of(description: AuthorisedDescription) -> Iterator[Covers]:
    lines = {line["competence"]: line for line in description.snapshot["lines"] if line["relation"] != Relation.EXTRA}
    # Nobody deletes a competence that was compared; a snapshot from elsewhere may still know another one.
    for pk in Competence.objects.filter(pk__in=lines).order_by("pk").values_list("pk", flat=True):
        line = lines[pk]
        yield Covers(
            description=description,
            qualification_id=description.comparison.source_id,
            competence_id=pk,
            relation=line["relation"],
            halves=COUNTS_FOR[Relation(line["relation"])],
            bridges=line["bridges"],
        )
