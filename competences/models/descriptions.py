"""An authorised description: one version of what a comparison tells, approved on both sides and then frozen."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competences.concerns import sentence
from competences.models.comparisons import Comparison
from competences.querysets import DescriptionQuerySet
from les_portal.organisations.models import Country, Organisation


class AuthorisedDescription(models.Model):
    """One version. Everything that visitors, papers and machines get of it is read from `snapshot`."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("Being looked at on both sides")
        CHANGES_REQUESTED = "changes_requested", _("Changes asked for")
        AUTHORISED = "authorised", _("Authorised")
        PUBLISHED = "published", _("Published")
        UNDER_REVIEW = "under_review", _("Under review")
        SUPERSEDED = "superseded", _("Replaced by a newer version")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")

        @property
        def tone(self) -> str:
            good, bad = {"authorised", "published"}, {"withdrawn"}
            return "good" if self.value in good else "bad" if self.value in bad else "warn"

    class Regulated(models.TextChoices):
        UNDECIDED = "undecided", _("Not decided yet")
        NO = "no", _("Not a protected profession on the other side")
        YES = "yes", _("A protected profession on the other side")

    comparison = models.ForeignKey(
        Comparison, models.PROTECT, related_name="descriptions", verbose_name=_("comparison")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.DRAFT)
    # The number is the pair's, from its first authorisation on; the version counts up.
    year = models.PositiveSmallIntegerField(_("year of the number"), null=True, blank=True)
    sequence = models.PositiveIntegerField(_("number in the year"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), null=True, blank=True)
    summary = models.TextField(_("in short: how far this diploma reaches"), max_length=1500, blank=True)
    differences = models.TextField(_("the main differences"), max_length=3000, blank=True)
    strengths = models.TextField(_("what this diploma has on top"), max_length=3000, blank=True)
    entry = models.TextField(_("how one gets into the programme"), max_length=1500, blank=True)
    legal_basis = models.TextField(_("who awards the diploma, and by which law"), max_length=1500, blank=True)
    regulated = models.CharField(
        _("protected profession"), max_length=10, choices=Regulated.choices, default=Regulated.UNDECIDED
    )
    regulated_note = models.TextField(_("what the law says about working there"), max_length=2000, blank=True)
    # Who is asked to sign on each side; without a choice whoever signed before, or the first that can.
    source_authority = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signs for this side")
    )
    target_authority = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signs for that side")
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    review_on = models.DateField(_("looked at again from"), null=True, blank=True)
    round = models.PositiveSmallIntegerField(_("round of signatures"), default=0)
    contributors = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")  # who may not sign
    asked = models.CharField(max_length=64, blank=True, editable=False)  # fingerprint of what both sides were sent
    snapshot = models.JSONField(_("as it was authorised"), null=True, blank=True, editable=False)
    concerns = models.JSONField(_("what changed since"), default=list, blank=True, editable=False)
    upheld = models.JSONField(_("changes that make no difference"), default=dict, blank=True, editable=False)
    reminded_on = models.DateField(_("reminded that it is due"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("started"), default=timezone.now)
    authorised_at = models.DateTimeField(_("authorised"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)  # of what visitors see: the feed's order
    is_current = models.BooleanField(_("the one that visitors are shown"), default=False, editable=False)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = DescriptionQuerySet.as_manager()

    WRITABLE = (Status.DRAFT, Status.CHANGES_REQUESTED)
    MAKING = (Status.DRAFT, Status.REVIEW, Status.CHANGES_REQUESTED, Status.AUTHORISED)
    COUNTING = (Status.PUBLISHED, Status.UNDER_REVIEW)
    READABLE = (*COUNTING, Status.SUPERSEDED, Status.EXPIRED)  # a holder keeps a paper that counted once

    class Meta:
        verbose_name = _("authorised description")
        verbose_name_plural = _("authorised descriptions")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["status", "changed_at"])]
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence", "version"], name="a_description_has_its_own_number"),
            models.UniqueConstraint(fields=["comparison", "version"], name="a_version_is_given_once"),
            models.UniqueConstraint(
                fields=["comparison"],
                condition=Q(status__in=["draft", "review", "changes_requested", "authorised"]),
                name="one_description_in_the_making",
            ),
            models.UniqueConstraint(
                fields=["comparison"],
                condition=Q(is_current=True),
                name="one_description_that_counts",
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True, sequence__isnull=True, version__isnull=True)
                | Q(year__isnull=False, sequence__isnull=False, version__isnull=False),
                name="a_number_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}" if self.number else str(self.comparison)

    def get_absolute_url(self) -> str:
        """Where anybody reads the version that counts; an older one has an address of its own."""
        return reverse("descriptions:description", args=[self.comparison.slug])

    @property
    def number(self) -> str:
        """`LES-AB-2026-0001`, of the pair; "" until it is authorised for the first time."""
        return f"LES-AB-{self.year}-{self.sequence:04d}" if self.year else ""

    @property
    def concern_sentences(self) -> list[str]:
        """What changed since it was authorised, in the active language."""
        return [sentence(concern) for concern in self.concerns]

    def number_in(self, language: str) -> str:
        """Of its paper: `LES-AB-2026-0001-nl-v2`."""
        return f"{self.number}-{language}-v{self.version}"

    @property
    def desk_url(self) -> str:
        """Where those who work on it do so."""
        return reverse("comparisons:description", args=[self.comparison.slug])


class SignOff(models.Model):
    """What one side's authorising organisation answers to one round. Two signatures authorise."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("To be signed")
        SIGNED = "signed", _("Signed")
        REFUSED = "refused", _("Changes asked for")
        LAPSED = "lapsed", _("No longer asked")

        @property
        def tone(self) -> str:
            return {"waiting": "warn", "signed": "good", "refused": "bad", "lapsed": ""}[self.value]

    description = models.ForeignKey(
        AuthorisedDescription, models.CASCADE, related_name="sign_offs", verbose_name=_("description")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    country = models.CharField(_("side of the border"), max_length=2, choices=Country.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="sign_offs", verbose_name=_("authorising organisation")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.WAITING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["round", "country"]
        constraints = [
            models.UniqueConstraint(fields=["description", "round", "country"], name="one_signature_per_side"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.description}"

    def get_absolute_url(self) -> str:
        return self.desk_url

    @property
    def desk_url(self) -> str:
        return self.description.desk_url
