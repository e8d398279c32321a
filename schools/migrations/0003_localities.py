import csv
from pathlib import Path

from django.db import migrations

from les_portal.search.words import fold

LOCALITIES = Path(__file__).resolve().parent.parent / "reference" / "localities.csv"


def load(apps, schema_editor):
    locality = apps.get_model("schools", "Locality")
    with LOCALITIES.open(encoding="utf-8", newline="") as file:
        rows = [locality(**row, name_key=fold(row["name"])) for row in csv.DictReader(file)]
    locality.objects.using(schema_editor.connection.alias).bulk_create(rows, batch_size=500)


def unload(apps, schema_editor):
    apps.get_model("schools", "Locality").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("schools", "0002_reference")]
    operations = [migrations.RunPython(load, unload)]
