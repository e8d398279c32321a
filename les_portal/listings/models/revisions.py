from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from les_portal.listings.querysets import RevisionQuerySet
from programmes.models import Programme


class Revision(models.Model):
    """What people write for a listing, before visitors see it; applied, it is a numbered version that stays.

    There is at most one open revision of a listing: everybody who edits it writes into the same one. `changes` holds
    the fields that were touched, `before` what visitors saw in them at that moment, both as `content.py` reads them
    and as raw as they were typed. `authors` says of each field who wrote it last: {field: {by, at, page}}; `stamps`
    which original each translation is of. `set_aside` keeps what somebody typed into a field that somebody else had
    changed meanwhile, until somebody chooses: [{field, value, by, at, over}], `over` being who wrote the other.
    """

    class Status(models.TextChoices):
        EDITING = "editing", _("Being edited")
        PROPOSED = "proposed", _("Waiting for approval")
        APPLIED = "applied", _("Applied")
        DISCARDED = "discarded", _("Discarded")

        @property
        def tone(self) -> str:
            return {"editing": "warn", "proposed": "warn", "applied": "good", "discarded": ""}[self.value]

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="revisions", verbose_name=_("listing"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.EDITING)
    before = models.JSONField(default=dict, editable=False)
    changes = models.JSONField(default=dict, editable=False)
    stamps = models.JSONField(default=dict, editable=False)
    authors = models.JSONField(default=dict, editable=False)
    set_aside = models.JSONField(default=list, editable=False)
    saves = models.PositiveIntegerField(default=0, editable=False)  # told apart by it: who saves says which they saw
    number = models.PositiveIntegerField(_("version"), null=True, editable=False)
    content = models.JSONField(null=True, editable=False)  # all of the listing, as it was from this version on
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("last edited by")
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a listing")
        verbose_name_plural = _("revisions of listings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(status__in=["editing", "proposed"]), name="one_open_revision"
            ),
            models.UniqueConstraint(fields=["programme", "number"], name="one_version_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.number or ''}".strip()

    def get_absolute_url(self) -> str:
        listing = self.programme
        return reverse("listings:edit", args=[listing.school.organisation.slug, listing.slug])

    @property
    def is_empty(self) -> bool:
        """Everything that was typed was taken back."""
        return not (self.changes or self.stamps or self.set_aside)

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.EDITING, self.Status.PROPOSED)

    def moved(self, live: dict) -> list[str]:
        """Fields in which visitors see something else by now than whoever changed them did."""
        return [name for name, seen in self.before.items() if live[name] not in (seen, self.changes[name])]
