"""Reading `fixtures/`, and saying clearly what is wrong in it."""

import json
from collections.abc import Mapping

from django.conf import settings
from django.db import models

FIXTURES = settings.BASE_DIR / "fixtures"


class FixtureError(Exception):
    """A fixture says something that cannot be; the message is for who wrote it."""


class Known(dict):
    """Rows by the name that a fixture gives them."""

    def __init__(self, what: str, rows: Mapping[str, models.Model]) -> None:
        super().__init__(rows)
        self.what = what

    def __missing__(self, name: str) -> models.Model:
        raise FixtureError(f"there is no {self.what} “{name}”")

    @classmethod
    def by(cls, field: str, queryset: models.QuerySet) -> "Known":
        return cls(queryset.model._meta.model_name, {getattr(row, field): row for row in queryset})


def read(name: str):
    path = FIXTURES / f"{name}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise FixtureError(f"fixtures/{path.name} is not JSON: {error}") from error


def in_columns(row: dict) -> dict:
    """`title: {nl, fr, en}` as `title_nl`, `title_fr`, `title_en`; a language that is left out stays empty."""
    columns = {}
    for field, value in row.items():
        if isinstance(value, dict):
            columns |= {f"{field}_{language}": text for language, text in value.items() if text}
        else:
            columns[field] = value
    return columns
