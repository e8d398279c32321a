from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competences", "0002_line_turn")]
    operations = [
        migrations.AddField(
            model_name="signpost",
            name="words",
            field=models.TextField(
                blank=True,
                help_text=(
                    "One per line: the code of a diploma, or words that begin words of its title "
                    "(“bachelor verpleegkund”). Diplomas that a register brings later are found by them."
                ),
                verbose_name="codes and words",
            ),
        ),
    ]
