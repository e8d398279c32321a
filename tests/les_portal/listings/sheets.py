"""Files as a school sends them, and what comes back."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from les_portal.imports.models import ImportRun
from les_portal.publication.tables import separated

HEADINGS = ["Eigen referentie", "Titel (nl)", "Titel (fr)", "Soort opleiding", "Vakgebied", "Niveau", "Campus"]
FORM, FIELD = "Voltijds secundair onderwijs", "Elektromechanica en mechatronica"


def row(reference="", title="Lasser", french="", form=FORM, field=FIELD, level="VKS 4", campus="") -> list[str]:
    return [reference, title, french, form, field, level, campus]


def as_file(*rows: list[str], headings=HEADINGS, delimiter=";", encoding="utf-8-sig") -> bytes:
    return separated([headings, *rows], delimiter=delimiter, encoding=encoding)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


class School:
    """One school's pages for many listings, as somebody's browser sees them."""

    def __init__(self, client, organisation) -> None:
        self.client, self.slug = client, organisation.slug

    def address(self, name: str, *args) -> str:
        return reverse(f"bulk:{name}", args=[self.slug, *args])

    def upload(self, data: bytes, name: str = "onze-opleidingen.csv"):
        return self.client.post(self.address("index"), {"file": SimpleUploadedFile(name, data)})

    def read(self, *rows: list[str], **options) -> ImportRun:
        """Only looked at."""
        return self.read_file(as_file(*rows, **options))

    def read_file(self, data: bytes, name: str = "onze-opleidingen.csv") -> ImportRun:
        response = self.upload(data, name)
        assert response.status_code == 302, response.content[:500]
        return ImportRun.objects.latest("pk")

    def apply(self, run: ImportRun) -> ImportRun:
        self.client.post(self.address("apply", run.pk))
        run.refresh_from_db()
        return run

    def bring_in(self, *rows: list[str], **options) -> ImportRun:
        return self.apply(self.read(*rows, **options))

    def export(self, kind: str = "csv") -> bytes:
        return self.client.get(self.address("export", kind)).content


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """New, changed, as it was, with a problem."""
    return tuple(run.report[name] for name in ("created", "updated", "unchanged", "failed"))


def problems(run: ImportRun) -> list[tuple[int, str]]:
    return [(problem["row"], problem["field"]) for problem in run.report["problems"]]
