"""PDFs as the worker makes them: how long a warm one takes, and what five hundred leave in memory."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from les_portal.documents.making import rendered
from les_portal.documents.models import Document
from les_portal.documents.requesting import request_document
from les_portal.jobs.running import run_all
from les_portal.pdf import rendering
from programmes.documents import PROGRAMME_SHEET
from programmes.models import Programme
from tests.bench.finding import Finding
from tests.bench.pages import PROGRAMME

WARM, ROUNDS, MANY = 20, 20, 500


def make_one() -> None:
    """The sheet that visitors download in `pages`, asked and made as when its listing is published."""
    make(Programme.objects.get(slug=PROGRAMME))


def find() -> Iterator[Finding]:
    programmes = list(Programme.objects.published().order_by("pk")[:MANY])
    for programme in programmes[:WARM]:
        make(programme)
    before = resident()
    yield rendered_warm(programmes[WARM : WARM + ROUNDS])
    taken = [processor_ms(lambda programme=programme: make(programme)) for programme in programmes[WARM:]]
    yield Finding(f"document in the worker: {1000 / median(taken):.1f} per second and core", p50_ms=median(taken))
    yield Finding(
        f"memory after {len(programmes)} documents", resident() / before, f"after {WARM}", None, resident(), goal=1.15
    )


def rendered_warm(programmes: list[Programme]) -> Finding:
    """In turn, beside reading the style sheet and the fonts for each document anew."""
    warm, anew = [], []
    for document in map(unsaved, programmes):
        rendering.forget()
        anew.append(processor_ms(lambda document=document: rendered(document)))
        warm.append(processor_ms(lambda document=document: rendered(document)))
    ratio = median(warm) / median(anew)
    return Finding("document rendered, CPU", ratio, "style sheet and fonts anew", median(warm), None, ROUNDS, 0.95)


def unsaved(programme: Programme) -> Document:
    with override("nl"):
        content = PROGRAMME_SHEET.content(programme)
    return Document(
        kind=PROGRAMME_SHEET.code,
        number="PS-2026-99999",
        title=str(programme),
        language="nl",
        requested_at=timezone.now(),
        content=content,
    )


def make(programme: Programme) -> None:
    with transaction.atomic():
        request_document(PROGRAMME_SHEET, programme, language="nl", by=None)
    run_all()


def processor_ms(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return (time.process_time() - start) * 1000


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
