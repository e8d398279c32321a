from django.db import models


class Edition(models.Model):
    """One row that counts: it goes up whenever something changes that a visitor can see.

    What is prepared for visitors (stored pages, the map's points) carries the number it was made for.
    """

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_edition")]

    def __str__(self) -> str:
        return str(self.number)
