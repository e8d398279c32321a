"""Several files of one source as one reading, so that they are compared, written and reported together."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from les_portal.imports.importer import Reading, Source, Track, untracked
from les_portal.imports.reading import UnreadableFile
from les_portal.imports.report import Report


def files_in(paths: Iterable[Path], pattern: str) -> list[Path]:
    """Of a folder those that fit the pattern, by name."""
    return [file for path in paths for file in (sorted(path.glob(pattern)) if path.is_dir() else [path])]


def read_all(source: Source, files: list[Path], *, track: Track = untracked) -> tuple[Reading, str]:
    """With the fingerprint of all. A file that cannot be read is a problem by name; raises if it is the only one."""
    fingerprint, readings = sha256(), []
    for file in files:
        try:
            data = _bytes_of(file)
            fingerprint.update(data)
            readings.append(source.read(data, file.name, track=track if len(files) == 1 else untracked))
        except UnreadableFile as error:
            if len(files) == 1:
                raise
            readings.append(Reading(Report.of_unreadable(source.source, file.name, error)))
    return _joined(source, readings), fingerprint.hexdigest()


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFile(error.strerror or str(error)) from error


def _joined(source: Source, readings: list[Reading]) -> Reading:
    if len(readings) == 1:
        return readings[0]
    whole = Reading(Report(source=source.source, file=f"{readings[0].report.file} + {len(readings) - 1}"))
    for reading in readings:
        whole.records += reading.records
        whole.seen += reading.seen
        whole.unkeyed += reading.unkeyed
        _add(whole.report, reading.report)
    return whole


def _add(whole: Report, part: Report) -> None:
    for name in ("rows", "skipped", "failed"):
        setattr(whole, name, getattr(whole, name) + getattr(part, name))
    whole.problems += _of_file(part.file, part.problems)
    whole.notices += _of_file(part.file, part.notices)
    for name in ("skipped_reasons", "counted_notices", "objects"):
        setattr(whole, name, dict(Counter(getattr(whole, name)) + Counter(getattr(part, name))))


def _of_file(file: str, found: list[dict]) -> list[dict]:
    return [item | {"message": f"{file}: {item['message']}"} for item in found]
