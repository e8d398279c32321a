from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from les_portal.publication.changes import changed
from programmes.models.listing import Programme
from programmes.querysets import OpenDayQuerySet
from schools.models import Campus, School


class OpenDay(models.Model):
    """When a school can be visited: all of it, one of its campuses, or for one programme."""

    class Kind(models.TextChoices):
        OPEN_DAY = "open_day", _("Open day")
        INFO = "info", _("Info moment")
        TASTER = "taster", _("Taster day")

    school = models.ForeignKey(School, models.CASCADE, related_name="open_days", verbose_name=_("school"))
    campus = models.ForeignKey(
        Campus, models.CASCADE, null=True, blank=True, related_name="open_days", verbose_name=_("campus")
    )
    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="open_days", verbose_name=_("programme")
    )
    kind = models.CharField(_("what it is"), max_length=10, choices=Kind.choices, default=Kind.OPEN_DAY)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    note = models.CharField(_("what to know beforehand"), max_length=300, blank=True)
    website = models.URLField(_("where to register or read more"), blank=True)
    is_online = models.BooleanField(_("online"), default=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    # The same event again in a visitor's calendar, told apart by how often it was changed.
    uid = models.UUIDField(unique=True, editable=False, default=uuid4)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    # So long somebody sees at once that they were mistaken; after that it may stand in calendars.
    MISTAKEN_FOR = timedelta(hours=1)

    objects = OpenDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("open day")
        verbose_name_plural = _("open days")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["ends_at", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="it_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.programme or self.campus or self.school}"

    def save(self, *args, **kwargs) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            changed("open_day", [self.school_id])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def begins(self) -> datetime:
        """On the clock of the schools, whatever the visitor's own."""
        return timezone.localtime(self.starts_at, timezone.get_default_timezone())

    @property
    def ends(self) -> datetime:
        return timezone.localtime(self.ends_at, timezone.get_default_timezone())

    @property
    def may_be_a_mistake(self) -> bool:
        """Nobody can have counted on it: it was entered just now, or is for a programme that was never published."""
        never_seen = self.programme is not None and self.programme.confirmed_on is None
        return never_seen or timezone.now() - self.created_at < self.MISTAKEN_FOR

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            result = super().delete(*args, **kwargs)
            changed("open_day", [self.school_id])
        return result
