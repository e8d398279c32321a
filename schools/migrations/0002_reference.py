import json
from pathlib import Path

from django.db import migrations

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


def load_stages(apps, schema_editor) -> None:
    stages = apps.get_model("schools", "EducationStage").objects
    for row in json.loads((REFERENCE / "stages.json").read_text(encoding="utf-8")):
        names = row.pop("name")
        # A historical model knows nothing of translation: the plain column holds the Dutch text as well.
        values = row | {"name": names["nl"]} | {f"name_{language}": name for language, name in names.items()}
        stages.update_or_create(code=row["code"], defaults=values)


def remove_unused_stages(apps, schema_editor) -> None:
    apps.get_model("schools", "EducationStage").objects.filter(schools=None).delete()


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_initial")]
    operations = [migrations.RunPython(load_stages, remove_unused_stages)]
