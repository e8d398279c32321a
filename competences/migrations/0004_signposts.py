import json
from pathlib import Path

from django.db import migrations

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


def load(apps, schema_editor) -> None:
    signposts = apps.get_model("competences", "Signpost").objects
    for row in json.loads((REFERENCE / "signposts.json").read_text(encoding="utf-8")):
        code, text = row.pop("code"), row.pop("text")
        texts = {"text": text["nl"]} | {f"text_{language}": words for language, words in text.items()}
        signposts.update_or_create(code=code, defaults=row | texts)


class Migration(migrations.Migration):
    dependencies = [("competences", "0003_signpost_words")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
