from django.db import migrations, models
from django.db.models.deletion import CASCADE

RELATIONS = [("equivalent", "Equivalent"), ("partial", "Partial"), ("missing", "Missing"), ("extra", "Extra")]


class Migration(migrations.Migration):
    dependencies = [("competences", "0004_signposts"), ("programmes", "0007_occupations_of_esco")]

    operations = [
        migrations.CreateModel(
            name="Covers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relation", models.CharField(choices=RELATIONS, max_length=12)),
                ("halves", models.PositiveSmallIntegerField()),
                ("bridges", models.JSONField(default=list)),
                (
                    "competence",
                    models.ForeignKey(on_delete=CASCADE, related_name="covered_by", to="competences.competence"),
                ),
                (
                    "description",
                    models.ForeignKey(on_delete=CASCADE, related_name="covers", to="competences.authoriseddescription"),
                ),
                (
                    "qualification",
                    models.ForeignKey(on_delete=CASCADE, related_name="covers", to="programmes.qualification"),
                ),
            ],
            options={
                "verbose_name": "competence covered by a diploma",
                "verbose_name_plural": "competences covered by diplomas",
                "constraints": [
                    models.UniqueConstraint(fields=("description", "competence"), name="a_description_covers_once"),
                    models.CheckConstraint(
                        condition=models.Q(halves__lte=2), name="nothing_is_covered_more_than_whole"
                    ),
                ],
            },
        ),
    ]
