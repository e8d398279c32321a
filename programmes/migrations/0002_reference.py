import json
from pathlib import Path

from django.db import migrations

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


def read(name: str) -> list[dict]:
    return json.loads((REFERENCE / name).read_text(encoding="utf-8"))


def in_columns(row: dict) -> dict:
    """`name: {nl, fr, en}` as the columns of a historical model, whose plain column holds the Dutch text."""
    columns = {}
    for field, value in row.items():
        if isinstance(value, dict):
            columns |= {field: value["nl"]} | {f"{field}_{language}": text for language, text in value.items()}
        else:
            columns[field] = value
    return columns


def load(apps, schema_editor) -> None:
    load_levels(apps.get_model("programmes", "Level").objects)
    load_forms(apps.get_model("programmes", "ProgrammeForm").objects)
    fields = apps.get_model("programmes", "Field").objects
    for row in read("fields.json"):
        fields.update_or_create(code=row["code"], defaults=in_columns(row))


def load_levels(levels) -> None:
    for row in read("levels.json"):
        key = {name: row[name] for name in ("framework", "code", "valid_from")}
        levels.update_or_create(**key, defaults=row)


LEVELS_OF_FORMS = {"eqf_from", "eqf_to", "eqf_source"}  # columns that a later migration adds and fills


def load_forms(forms) -> None:
    rows = [{name: row[name] for name in row if name not in LEVELS_OF_FORMS} for row in read("forms.json")]
    counterparts = {row["code"]: row.pop("counterpart") for row in rows}
    saved = {row["code"]: forms.update_or_create(code=row["code"], defaults=in_columns(row))[0] for row in rows}
    for code, form in saved.items():
        form.counterpart = saved.get(counterparts[code])
        form.save()


def remove_unused(apps, schema_editor) -> None:
    apps.get_model("programmes", "Field").objects.filter(programmes=None).delete()
    apps.get_model("programmes", "ProgrammeForm").objects.filter(programmes=None).delete()
    apps.get_model("programmes", "Level").objects.filter(programmes=None, qualification=None).delete()


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]
    operations = [migrations.RunPython(load, remove_unused)]
