"""An import as a terminal shows it: a bar while somebody waits, then the report line by line."""

from collections.abc import Iterable, Iterator, Sized
from typing import Any, TextIO

from django.utils.translation import gettext as _

from les_portal.imports.importer import Track, untracked
from les_portal.imports.report import Report

WIDTH = 30
COUNTS = ("rows", "created", "updated", "unchanged", "retired", "skipped", "failed")


def tracker(stream: TextIO) -> Track:
    if not stream.isatty():
        return untracked

    def track(items: Iterable, label: str) -> Iterator[Any]:
        total = len(items) if isinstance(items, Sized) else 0
        step = max(total // 100, 1)
        for position, item in enumerate(items, 1):
            yield item
            if position % step == 0 or position == total:
                _draw(stream, label, position, total)
        stream.write("\n")

    return track


def _draw(stream: TextIO, label: str, position: int, total: int) -> None:
    done = WIDTH * position // max(total, position)
    stream.write(f"\r{label:<12} {'█' * done}{'·' * (WIDTH - done)} {position}/{total}")
    stream.flush()


def told(report: Report) -> Iterator[str]:
    yield "  ".join(f"{name} {getattr(report, name)}" for name in COUNTS)
    yield from (f"  {number} × {what}" for what, number in (report.skipped_reasons | report.counted_notices).items())
    yield from _findings(_("Problem"), report.problems)
    yield from _findings(_("Notice"), report.notices)
    yield from ("{row} {key} {name}: {field}: {before} → {after}".format(**change) for change in report.changes)
    yield from (_("Kept as people have it") + ": {row} {key} {field}: {ours}".format(**kept) for kept in report.kept)
    yield from (_("No longer in the register") + ": {key} {name}".format(**gone) for gone in report.gone)
    if report.retires_many:
        yield _("More than a fifth of what was known would go: is this the whole register?")
    if not report.applied:
        yield _("Nothing was written. Add --apply to do it.")


def _findings(heading: str, found: list[dict[str, Any]]) -> Iterator[str]:
    return (f"{heading}: {item['row']} {item['field']}: {item['message']}" for item in found)
