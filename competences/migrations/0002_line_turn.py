from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competences", "0001_initial")]

    operations = [
        migrations.AddField("line", "turn", models.PositiveSmallIntegerField(default=0, editable=False)),
    ]
