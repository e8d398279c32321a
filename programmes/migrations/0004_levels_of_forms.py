import json
from pathlib import Path

import django.core.validators
from django.db import migrations, models

FORMS = Path(__file__).resolve().parent.parent / "reference/forms.json"
EQF = [django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(8)]


def load(apps, schema_editor) -> None:
    forms = apps.get_model("programmes", "ProgrammeForm").objects
    for row in json.loads(FORMS.read_text(encoding="utf-8")):
        levels = {name: row[name] for name in ("eqf_from", "eqf_to", "eqf_source")}
        forms.filter(code=row["code"]).update(**levels)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_keeping_listings")]
    operations = [
        migrations.AddField(
            "programmeform",
            "eqf_from",
            models.PositiveSmallIntegerField(blank=True, null=True, validators=EQF, verbose_name="EQF level from"),
        ),
        migrations.AddField(
            "programmeform",
            "eqf_to",
            models.PositiveSmallIntegerField(blank=True, null=True, validators=EQF, verbose_name="EQF level to"),
        ),
        migrations.AddField(
            "programmeform",
            "eqf_source",
            models.CharField(blank=True, max_length=200, verbose_name="source of the levels"),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
