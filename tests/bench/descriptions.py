"""Papers of descriptions as the worker makes them, held against the one page of a programme."""

from collections.abc import Iterator
from itertools import cycle, islice
from statistics import median

from competences.documents import AUTHORISED_DESCRIPTION
from les_portal.documents.making import rendered
from les_portal.documents.models import Document
from les_portal.pdf import rendering
from programmes.models import Programme
from tests.bench.documents import processor_ms, unsaved
from tests.bench.finding import Finding

ROUNDS = 20


def find() -> Iterator[Finding]:
    """Those of the demo, in three languages, again and again."""
    papers = list(Document.objects.filter(kind=AUTHORISED_DESCRIPTION.code).order_by("pk"))
    sheets = [unsaved(programme) for programme in Programme.objects.published().order_by("pk")[:ROUNDS]]
    warm, anew, sheet = [], [], []
    rendered(papers[0])
    for paper, other in zip(islice(cycle(papers), ROUNDS), sheets, strict=True):
        rendering.forget()
        anew.append(processor_ms(lambda paper=paper: rendered(paper)))
        warm.append(processor_ms(lambda paper=paper: rendered(paper)))
        sheet.append(processor_ms(lambda other=other: rendered(other)))
    ours = median(warm)
    yield Finding(
        "description rendered, CPU", ours / median(anew), "style sheet and fonts anew", ours, None, ROUNDS, 0.95
    )
    size = len(rendered(papers[0]))
    what = f"description in the worker: {1000 / ours:.1f} per second and core"
    yield Finding(what, ours / median(sheet), "a programme sheet", ours, size, ROUNDS)
