"""Two frames put side by side by two teachers: first each alone, then together."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competences.models.frames import Competence
from competences.querysets import ComparisonQuerySet
from les_portal.organisations.models import Country, Organisation, free_slug
from programmes.models import Qualification


class Relation(models.TextChoices):
    """How far the source has what the target asks. Ordered from most to least; EXTRA stands apart."""

    EQUIVALENT = "equivalent", _("Equivalent")
    PARTIAL = "partial", _("Partial")
    MISSING = "missing", _("Missing")
    EXTRA = "extra", _("Extra")

    @property
    def sign(self) -> str:
        """Beside the word, on screen and on paper."""
        return {"equivalent": "=", "partial": "≈", "missing": "−", "extra": "+"}[self.value]


# What a competence of the target counts for in the coverage of a comparison, in halves, so that sums are exact.
COUNTS_FOR = {Relation.EQUIVALENT: 2, Relation.PARTIAL: 1, Relation.MISSING: 0}


class Aspect(models.TextChoices):
    """Wherein something is only partly the same."""

    SCOPE = "scope", _("Scope")
    AUTONOMY = "autonomy", _("Autonomy")
    TOOLS = "tools", _("Tools")
    LEGISLATION = "legislation", _("Legislation")
    CONTEXT = "context", _("Context")


class Comparison(models.Model):
    """Directed: what the holder of `source` has of what `target` asks. The other way round is another one."""

    class Status(models.TextChoices):
        RATING = "rating", _("Each rates alone")
        RECONCILING = "reconciling", _("Together")
        CONCLUDED = "concluded", _("Concluded")

        @property
        def tone(self) -> str:
            return {"rating": "warn", "reconciling": "warn", "concluded": "good"}[self.value]

    source = models.ForeignKey(
        Qualification, models.PROTECT, related_name="comparisons_from", verbose_name=_("diploma held")
    )
    target = models.ForeignKey(
        Qualification, models.PROTECT, related_name="comparisons_to", verbose_name=_("compared with")
    )
    slug = models.SlugField(_("address on the portal"), max_length=80, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="comparisons", verbose_name=_("kept by")
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.RATING)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("started by")
    )
    created_at = models.DateTimeField(_("started"), default=timezone.now)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="one_comparison_per_direction"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="a_comparison_has_two_sides"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"

    def save(self, *args, **kwargs) -> None:
        if not self.slug:
            names = [row.code or row.slug for row in (self.source, self.target)]
            self.slug = free_slug(Comparison.objects.all(), "-".join(names), max_length=70)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("comparisons:comparison", args=[self.slug])

    @property
    def desk_url(self) -> str:
        """Where those who work on it do so."""
        return self.get_absolute_url()

    def clean(self) -> None:
        if self.source.country == self.target.country:
            raise ValidationError(_("Both diplomas are from the same side: choose one from each side of the border."))


class Rater(models.Model):
    """One of the two teachers, and how far they are. Until both are finished neither sees what the other rated."""

    class Status(models.TextChoices):
        BUSY = "busy", _("Rating")
        FINISHED = "finished", _("Finished")

        @property
        def tone(self) -> str:
            return {"busy": "warn", "finished": "good"}[self.value]

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="raters", verbose_name=_("comparison"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="ratings", verbose_name=_("teacher")
    )
    country = models.CharField(_("side of the border"), max_length=2, choices=Country.choices)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.BUSY)
    since = models.DateTimeField(_("asked"), default=timezone.now)

    class Meta:
        verbose_name = _("teacher in a comparison")
        verbose_name_plural = _("teachers in comparisons")
        ordering = ["country", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "country"], name="one_teacher_per_side"),
            models.UniqueConstraint(fields=["comparison", "user"], name="a_teacher_rates_for_one_side"),
        ]

    def __str__(self) -> str:
        return f"{self.get_country_display()}: {self.comparison}"

    def get_absolute_url(self) -> str:
        return reverse("comparisons:rate", args=[self.comparison.slug])


class Rating(models.Model):
    """What one teacher thinks of one competence: of the target, how far `sources` cover it; of the source, EXTRA.

    A competence of the source that covers nothing and has no rating is not looked at yet.
    """

    rater = models.ForeignKey(Rater, models.CASCADE, related_name="ratings")
    competence = models.ForeignKey(Competence, models.PROTECT, related_name="ratings")
    relation = models.CharField(_("relation"), max_length=12, choices=Relation.choices)
    sources = models.ManyToManyField(Competence, blank=True, related_name="+")
    aspect = models.CharField(_("wherein it differs"), max_length=12, choices=Aspect.choices, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["rater", "competence"], name="a_teacher_rates_once")]

    def __str__(self) -> str:
        return f"{self.competence}: {self.get_relation_display()}"


class Line(models.Model):
    """What the two came to for one competence: one of the target with what covers it, or an extra one of the source.

    Where they keep their disagreement, the lower of both counts, and both stay readable in their ratings.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", _("To be settled")
        PROPOSED = "proposed", _("Proposed, the other one answers")
        AGREED = "agreed", _("Rated the same")
        SETTLED = "settled", _("Settled together")
        KEPT = "kept", _("They keep different views")

        @property
        def tone(self) -> str:
            return {"open": "warn", "proposed": "warn", "agreed": "good", "settled": "good", "kept": ""}[self.value]

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="lines", verbose_name=_("comparison"))
    competence = models.ForeignKey(Competence, models.PROTECT, related_name="lines", verbose_name=_("competence"))
    sources = models.ManyToManyField(Competence, blank=True, related_name="lines_covered")
    relation = models.CharField(_("relation"), max_length=12, choices=Relation.choices, blank=True)
    aspect = models.CharField(_("wherein it differs"), max_length=12, choices=Aspect.choices, blank=True)
    note = models.TextField(_("explanation"), max_length=2000, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    proposed_by = models.ForeignKey(Rater, models.SET_NULL, null=True, blank=True, related_name="+")
    # Counts up with every answer, so that nobody accepts what they did not see.
    turn = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("line of a comparison")
        verbose_name_plural = _("lines of a comparison")
        ordering = ["competence__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "competence"], name="a_competence_has_one_line"),
            models.CheckConstraint(
                condition=Q(outcome__in=["open", "proposed"]) | ~Q(relation=""), name="a_settled_line_says_how_far"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competence}: {self.get_relation_display()}"

    @property
    def is_settled(self) -> bool:
        return self.outcome in (self.Outcome.AGREED, self.Outcome.SETTLED, self.Outcome.KEPT)
