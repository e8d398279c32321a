from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from les_portal.imports.importer import importers
from les_portal.imports.querysets import ImportRunQuerySet
from les_portal.imports.report import Report

KEPT_FOR = timedelta(days=1)  # how long a checked file can still be applied


class ImportRun(models.Model):
    """One reading of one file of a register, with its report.

    The file itself is not kept, because registers name directors. What was read of it, cleaned of that, waits
    in `reading` until it is applied or a day has passed.
    """

    class State(models.TextChoices):
        CHECKED = "checked", _("Checked, nothing written yet")
        APPLIED = "applied", _("Applied")
        FAILED = "failed", _("Could not be read")

    source = models.CharField(_("register"), max_length=20)
    # Of whom the rows are, where that is not a whole register: the app of the importer says what it means.
    scope = models.CharField(max_length=60, blank=True, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    report = models.JSONField(_("report"), default=dict)
    reading = models.JSONField(null=True, editable=False)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source_label}: {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("imports:run", args=[self.pk])

    @property
    def source_label(self) -> str:
        return str(importers()[self.source].label) if self.source in importers() else self.source

    @property
    def can_be_applied(self) -> bool:
        return self.state == self.State.CHECKED and self.at > timezone.now() - KEPT_FOR

    @property
    def tone(self) -> str:
        return {"checked": "warn", "applied": "good", "failed": "bad"}[self.state]

    def details(self) -> Report:
        """With the fields that changed under the names that people know."""
        report = Report.from_json(self.report)
        labels = importers()[self.source].labels if self.source in importers() else {}
        for item in [*report.changes, *report.kept]:
            item["label"] = labels.get(item["field"], item["field"])
        return report
