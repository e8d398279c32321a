from django.db import models
from django.utils.translation import gettext_lazy as _


class Count(models.Model):
    """How often something happened to an object on a day. A number, and nothing about who did it."""

    class Event(models.TextChoices):
        VIEW = "view", _("was looked at")
        CLICK = "click", _("led to the school's website, telephone or mailbox")

    kind = models.CharField(max_length=20)  # "programme", "campus", "school": who owns it says which
    object_id = models.PositiveBigIntegerField()
    day = models.DateField(_("day"))
    event = models.CharField(_("what"), max_length=10, choices=Event.choices)
    number = models.PositiveIntegerField(_("how often"), default=0)

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "day", "event"], name="one_count_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.day} {self.event}: {self.number}"
