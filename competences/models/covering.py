"""What published descriptions say, line by line: made from their snapshots, to rank diplomas by."""

from django.db import models

from competences.models.comparisons import Relation
from competences.models.descriptions import AuthorisedDescription
from competences.models.frames import Competence
from programmes.models import Qualification


class Covers(models.Model):
    """How far the holders of a diploma can do what one competence of the other side asks.

    Filled when a description that counts changes (`preparation.py`), and never by hand.
    """

    description = models.ForeignKey(AuthorisedDescription, models.CASCADE, related_name="covers")
    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="covers")  # the one held
    competence = models.ForeignKey(Competence, models.CASCADE, related_name="covered_by")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    halves = models.PositiveSmallIntegerField()
    bridges = models.JSONField(default=list)  # as they were authorised

    class Meta:
        verbose_name = "competence covered by a diploma"
        verbose_name_plural = "competences covered by diplomas"
        constraints = [
            models.UniqueConstraint(fields=["description", "competence"], name="a_description_covers_once"),
            models.CheckConstraint(condition=models.Q(halves__lte=2), name="nothing_is_covered_more_than_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.qualification_id} → {self.competence_id}: {self.halves}/2"
