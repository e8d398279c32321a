from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from les_portal.jobs.handlers import label_of
from les_portal.jobs.querysets import JobQuerySet


class Job(models.Model):
    """What must still happen after a commit: written in the transaction that makes it necessary.

    A worker owns it for as long as its lease lasts, and proves with its token that it still does. Whatever the job
    is about is in `payload` as ids, never as content.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being done")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        SKIPPED = "skipped", _("No longer needed")

        @property
        def tone(self) -> str:
            return {"waiting": "", "running": "warn", "done": "good", "failed": "bad", "skipped": ""}[self.value]

        @property
        def icon(self) -> str:
            icons = {"waiting": "clock", "running": "work", "done": "check", "failed": "warning", "skipped": "cross"}
            return icons[self.value]

    kind = models.CharField(_("kind"), max_length=60)
    payload = models.JSONField(_("about"), default=dict)
    key = models.CharField(_("asked once as"), max_length=150, null=True, blank=True, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    due_at = models.DateTimeField(_("not before"), default=timezone.now)
    published_at = models.DateTimeField(_("handed to the broker"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    forgiven = models.PositiveSmallIntegerField(_("attempts that no longer count"), default=0, editable=False)
    asked_again_at = models.DateTimeField(_("asked again"), null=True, blank=True, editable=False)
    asked_again_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("asked again by"),
    )
    token = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(_("a worker has it until"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    reason = models.TextField(_("why not"), blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["state", "leased_until"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", token__isnull=False, leased_until__isnull=False)
                | (~Q(state="running") & Q(token__isnull=True, leased_until__isnull=True)),
                name="a_running_job_is_leased_and_no_other",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "skipped"], finished_at__isnull=False),
                name="a_job_is_finished_when_it_ended",
            ),
            models.CheckConstraint(condition=Q(forgiven__lte=F("attempts")), name="no_attempt_is_forgiven_unmade"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def tried(self) -> int:
        """The attempts that count against its limit."""
        return self.attempts - self.forgiven

    @property
    def status(self) -> State:
        return self.State(self.state)

    @property
    def label(self) -> str:
        return label_of(self.kind)


class Attempt(models.Model):
    """One worker's try at a job, and how it ended. Only one of a job's attempts can be the one that did it."""

    class Outcome(models.TextChoices):
        RUNNING = "running", _("Being done")
        DONE = "done", _("Done")
        ERROR = "error", _("Went wrong")
        LOST = "lost", _("The worker was stopped")
        SKIPPED = "skipped", _("No longer needed")

    job = models.ForeignKey(Job, models.CASCADE, related_name="tries", verbose_name=_("job"))
    number = models.PositiveSmallIntegerField(_("number"))
    token = models.UUIDField(unique=True, editable=False)
    worker = models.CharField(_("worker"), max_length=80, blank=True)
    started_at = models.DateTimeField(_("began"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.RUNNING)
    error = models.TextField(_("what went wrong"), blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["job", "number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="attempts_are_numbered"),
            models.UniqueConstraint(fields=["job"], condition=Q(outcome="done"), name="a_job_is_done_once"),
        ]

    def __str__(self) -> str:
        return f"{self.job} · {self.number}"
