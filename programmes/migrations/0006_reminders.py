from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_open_day_times")]
    operations = [
        migrations.AddField(
            "programme",
            "times_reminded",
            models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="reminders since then"),
        ),
    ]
