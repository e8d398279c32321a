from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from les_portal.organisations.models import Organisation, free_slug
from les_portal.publication.changes import changed
from les_portal.search.words import fold
from programmes.models.catalogue import Field, Level, Occupation, ProgrammeForm, Qualification
from programmes.querysets import ProgrammeQuerySet
from schools.models import Campus, School


class Programme(models.Model):
    """What a school teaches, as it tells it: one listing, at one or more of its campuses."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Waiting for approval")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

        @property
        def tone(self) -> str:
            return {"draft": "warn", "proposed": "warn", "published": "good", "archived": ""}[self.value]

    class Language(models.TextChoices):
        NL = "nl", _("Dutch")
        FR = "fr", _("French")
        EN = "en", _("English")

    school = models.ForeignKey(School, models.CASCADE, related_name="programmes", verbose_name=_("school"))
    campuses = models.ManyToManyField(Campus, through="Offering", related_name="programmes", verbose_name=_("campuses"))
    slug = models.SlugField(_("address on the portal"), max_length=160, unique=True)
    title = models.CharField(_("title"), max_length=160)
    sort_key = models.CharField(max_length=160, editable=False)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    content = models.TextField(_("what you learn"), blank=True)
    outlook = models.TextField(_("what you can become"), blank=True)
    admission = models.TextField(_("how to get in"), blank=True)
    form = models.ForeignKey(ProgrammeForm, models.PROTECT, related_name="programmes", verbose_name=_("form"))
    field = models.ForeignKey(Field, models.PROTECT, related_name="programmes", verbose_name=_("field"))
    qualification = models.ForeignKey(
        Qualification,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name=_("qualification"),
    )
    level = models.ForeignKey(
        Level, models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name=_("level")
    )
    occupations = models.ManyToManyField(
        Occupation, blank=True, related_name="programmes", verbose_name=_("occupations")
    )
    written_in = models.CharField(
        _("written in"),
        max_length=2,
        choices=Language.choices,
        default=Language.NL,
        help_text=_("The language that the other two are translated from."),
    )
    # {"summary_fr": fingerprint of the original that it was translated from}: another one now, and it is out of date.
    translated_from = models.JSONField(default=dict, editable=False)
    reference = models.CharField(_("your own reference"), max_length=60, blank=True)
    language = models.CharField(_("taught in"), max_length=2, choices=Language.choices, default=Language.NL)
    duration_months = models.PositiveSmallIntegerField(_("duration in months"), null=True, blank=True)
    workplace_share = models.PositiveSmallIntegerField(
        _("share at the workplace, in %"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail address for questions"), blank=True)
    phone = models.CharField(_("telephone for questions"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    # Worked out when it is confirmed and once a day, so that a list can be sorted by it for nothing.
    due_on = models.DateField(_("to be confirmed again on"), null=True, blank=True, editable=False)
    is_overdue = models.BooleanField(_("not confirmed in time"), default=False, editable=False)
    times_reminded = models.PositiveSmallIntegerField(_("reminders since then"), default=0, editable=False)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["status", "is_overdue", "sort_key", "id"]),
            models.Index(fields=["status", "field", "level"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(workplace_share__isnull=True) | models.Q(workplace_share__lte=100),
                name="a_share_is_at_most_the_whole",
            ),
            models.UniqueConstraint(
                fields=["school", "reference"], condition=~models.Q(reference=""), name="one_listing_per_reference"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        if not self.slug:
            self.slug = free_slug(Programme.objects.all(), f"{self.title} {self.school}")
        self.sort_key = fold(self.title_nl or self.title)[:160]
        with transaction.atomic():
            super().save(*args, **kwargs)
            changed("programme", [self.pk])

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme", args=[self.slug])

    def delete(self, *args, **kwargs):
        pk, school = self.pk, self.school_id
        with transaction.atomic():
            result = super().delete(*args, **kwargs)
            changed("programme", [pk])
            changed("school", [school])
        return result


class Offering(models.Model):
    """A programme at a campus."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="offerings", verbose_name=_("programme"))
    campus = models.ForeignKey(Campus, models.CASCADE, related_name="offerings", verbose_name=_("campus"))

    class Meta:
        verbose_name = _("programme at a campus")
        verbose_name_plural = _("programmes at campuses")
        constraints = [models.UniqueConstraint(fields=["programme", "campus"], name="offered_once_per_campus")]

    def __str__(self) -> str:
        return f"{self.programme} · {self.campus}"

    def save(self, *args, **kwargs) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            changed("programme", [self.programme_id])

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            result = super().delete(*args, **kwargs)
            changed("programme", [self.programme_id])
            changed("school", [self.campus.school_id])
        return result
