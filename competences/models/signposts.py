"""Where one turns for recognition. It informs; the portal recognises nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from competences.querysets import SignpostQuerySet
from les_portal.organisations.models import Country
from programmes.models import Dated, Qualification, Sector


class Signpost(Dated):
    """Whom the holder of a diploma from one side asks on the other, by the year in which they began."""

    class Case(models.TextChoices):
        LEVEL = "level", _("Level and equivalence of the diploma")
        HIGHER = "higher", _("Higher education")
        REGULATED = "regulated", _("Protected profession")
        EXPERIENCE = "experience", _("Experience without a diploma")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    case = models.CharField(_("about"), max_length=12, choices=Case.choices)
    origin = models.CharField(_("diploma from"), max_length=2, choices=Country.choices)
    country = models.CharField(_("to work in"), max_length=2, choices=Country.choices)
    # Without any, and without words: all diplomas that `case` fits.
    qualifications = models.ManyToManyField(
        Qualification, blank=True, related_name="signposts", verbose_name=_("qualifications")
    )
    words = models.TextField(
        _("codes and words"),
        blank=True,
        help_text=_(
            "One per line: the code of a diploma, or words that begin words of its title (“bachelor verpleegkund”). "
            "Diplomas that a register brings later are found by them."
        ),
    )
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices, blank=True)
    cohort_from = models.DateField(_("for who began from"), null=True, blank=True)
    cohort_until = models.DateField(_("for who began before"), null=True, blank=True)
    body = models.CharField(_("whom to ask"), max_length=200)
    url = models.URLField(_("address"), blank=True)
    text = models.TextField(_("what to know"), max_length=2000)
    is_automatic = models.BooleanField(_("recognised automatically"), default=False)

    objects = SignpostQuerySet.as_manager()

    class Meta:
        verbose_name = _("signpost to recognition")
        verbose_name_plural = _("signposts to recognition")
        ordering = ["case", "cohort_from", "pk"]

    def __str__(self) -> str:
        return f"{self.body} ({self.origin} → {self.country})"
