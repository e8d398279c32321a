from django.db import models
from django.utils.translation import gettext_lazy as _


class Count(models.Model):
    """How often something happened to an object on a day. A number, and nothing about who did it."""

    class Event(models.TextChoices):
        VIEW = "view", _("was looked at")
        CLICK = "click", _("led to the school's website, telephone or mailbox")
        DOWNLOAD = "download", _("its file was fetched")
        ASK = "ask", _("somebody asked for it")

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


class Miss(models.Model):
    """How often something was looked for in a week and not found. A term that many use, and nobody's words."""

    kind = models.CharField(max_length=20)  # of what was looked for
    term = models.CharField(_("what was looked for"), max_length=60)
    week = models.DateField(_("week"))  # its Monday
    number = models.PositiveIntegerField(_("how often"), default=0)

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        constraints = [models.UniqueConstraint(fields=["kind", "term", "week"], name="one_miss_a_week")]

    def __str__(self) -> str:
        return f"{self.kind} {self.week} {self.term}: {self.number}"
