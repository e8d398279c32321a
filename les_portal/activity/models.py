from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from les_portal.activity.querysets import EntryQuerySet, HistoryIsKept
from les_portal.activity.verbs import is_automatic, said


class Entry(models.Model):
    """Who did what to what, when, why, and what it changed. Only added to."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    verb = models.CharField(_("did"), max_length=60)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("content_type", "object_id")
    at = models.DateTimeField(_("when"), default=timezone.now)
    comment = models.TextField(_("why"), blank=True)
    # Of a change of state, so that history can be held against what the object says now.
    source = models.CharField(_("from state"), max_length=30, blank=True)
    target = models.CharField(_("to state"), max_length=30, blank=True)
    changes = models.JSONField(_("what changed"), default=dict, blank=True)  # {"field": [before, after]}

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.content_type.model} {self.object_id}"

    def save(self, *args, **kwargs) -> None:
        if self.pk:
            raise HistoryIsKept
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise HistoryIsKept

    @property
    def actor_name(self) -> str:
        """Nobody is there any more for what somebody did whose account is gone."""
        if is_automatic(self.verb):
            return str(_("The portal"))
        return str(self.actor or _("The portal, or somebody who left"))

    @property
    def said(self) -> str:
        """What was done, in words: "published"."""
        return said(self.verb)
