from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from les_portal.listings.correctable import label_of
from les_portal.listings.querysets import CorrectionQuerySet
from programmes.models import Programme
from schools.models import Campus, School


class Correction(models.Model):
    """What a visitor says is wrong on a public page, and what it should be.

    `school` says who answers; a campus or a programme of it which page it was. The address, if they left one, is
    forgotten when the answer is on its way.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("To be looked at")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

        @property
        def tone(self) -> str:
            return {"open": "warn", "accepted": "good", "refused": ""}[self.value]

    school = models.ForeignKey(School, models.CASCADE, related_name="corrections", verbose_name=_("school"))
    campus = models.ForeignKey(
        Campus, models.CASCADE, null=True, blank=True, related_name="corrections", verbose_name=_("campus")
    )
    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="corrections", verbose_name=_("programme")
    )
    field = models.CharField(_("what is not right"), max_length=40)  # as `correctable.py` names it: "content_fr"
    current = models.TextField(_("what the page said"), blank=True)
    proposal = models.TextField(_("what it should say"), max_length=4000)
    reason = models.TextField(_("how you know"), max_length=1000, blank=True)
    email = models.EmailField(_("your e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    # Of the form that it was sent with, which makes one of it, however often it is sent.
    ticket = models.UUIDField(unique=True, null=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    agreed = models.JSONField(null=True, editable=False)  # {"value": what the school made of it}
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    at = models.DateTimeField(_("proposed"), default=timezone.now)
    told_at = models.DateTimeField(null=True, editable=False)  # when the daily mail to the school named it
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed correction")
        verbose_name_plural = _("proposed corrections")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["school", "status"]), models.Index(fields=["status", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(campus__isnull=True) | Q(programme__isnull=True), name="a_correction_is_of_one_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} · {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("corrections:correction", args=[self.school.organisation.slug, self.pk])

    @property
    def label(self) -> str:
        return label_of(self.field)

    @property
    def about(self) -> School | Campus | Programme:
        return self.programme or self.campus or self.school
