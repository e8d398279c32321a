from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from les_portal.organisations.models import Country, free_slug
from les_portal.publication.changes import changed
from programmes.querysets import BottleneckQuerySet, OccupationQuerySet

EQF = [MinValueValidator(1), MaxValueValidator(8)]


class Sector(models.TextChoices):
    TECHNICS = "technics", _("Technology")
    CARE = "care", _("Care")
    ICT = "ict", _("ICT")

    @classmethod
    def including(cls, sector: str) -> list[str]:
        """ICT is shown under technology: who asks for technology finds it too."""
        return [cls.TECHNICS, cls.ICT] if sector == cls.TECHNICS else [sector]


class Dated(models.Model):
    """A fact that changes by year: valid between two days, and somebody's."""

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), blank=True)

    class Meta:
        abstract = True


class Level(Dated):
    """A level of a national framework and the EQF level it is linked to."""

    class Framework(models.TextChoices):
        VKS = "VKS", _("VKS (Flanders)")
        NLQF = "NLQF", _("NLQF (Netherlands)")
        CFC = "CFC", _("CFC (French Community of Belgium)")
        RNCP = "RNCP", _("RNCP (France)")

    framework = models.CharField(_("framework"), max_length=4, choices=Framework.choices)
    code = models.CharField(_("level"), max_length=10)
    country = models.CharField(_("side of the border"), max_length=2, choices=Country.choices)
    eqf = models.PositiveSmallIntegerField(_("EQF level"), validators=EQF)

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["framework", "eqf", "code"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code", "valid_from"], name="one_level_per_framework_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.code}"


class ProgrammeForm(Dated):
    """How a programme is organised: full-time at school, dual, BOL, BBL… in the word of its own side."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    country = models.CharField(_("side of the border"), max_length=2, choices=Country.choices)
    name = models.CharField(_("name"), max_length=120)
    explanation = models.TextField(_("explanation"), help_text=_("What a pupil from the other side must know."))
    counterpart = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nearest form across the border"),
    )
    eqf_from = models.PositiveSmallIntegerField(_("EQF level from"), null=True, blank=True, validators=EQF)
    eqf_to = models.PositiveSmallIntegerField(_("EQF level to"), null=True, blank=True, validators=EQF)
    eqf_source = models.CharField(_("source of the levels"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("form of a programme")
        verbose_name_plural = _("forms of programmes")
        ordering = ["country", "pk"]

    def __str__(self) -> str:
        return self.name


class Field(models.Model):
    """What a programme is about, in the portal's own few words."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices)
    name = models.CharField(_("name"), max_length=80)
    isced = models.CharField(_("ISCED-F code"), max_length=4, blank=True)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ["sector", "code"]

    def __str__(self) -> str:
        return self.name


class Occupation(models.Model):
    """Work that a programme leads to. The address is ESCO's where the register gave one."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("code"), max_length=120, unique=True)
    esco_uri = models.URLField(_("address in ESCO"), blank=True)
    isco = models.CharField(_("ISCO-08 group"), max_length=4, blank=True)
    regulated = models.TextField(
        _("regulated profession"), blank=True, help_text=_("Who decides whether somebody may do this work, and where.")
    )
    # By what ESCO last said a later file tells what people wrote here themselves.
    version = models.CharField(_("version of ESCO"), max_length=20, blank=True, editable=False)
    retired_in = models.CharField(_("not in ESCO since version"), max_length=20, blank=True, editable=False)
    said = models.JSONField(_("what ESCO said"), default=dict, editable=False)

    objects = OccupationQuerySet.as_manager()

    class Meta:
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title


class BottleneckStatus(models.Model):
    """An occupation on the shortage list of a labour market, in a year."""

    occupation = models.ForeignKey(Occupation, models.CASCADE, related_name="bottlenecks", verbose_name=_("occupation"))
    country = models.CharField(_("labour market"), max_length=2, choices=Country.choices)
    region = models.CharField(_("region"), max_length=80)
    year = models.PositiveSmallIntegerField(_("year"))
    listed_as = models.CharField(_("name in the list"), max_length=200)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), blank=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = BottleneckQuerySet.as_manager()

    class Meta:
        verbose_name = _("shortage list entry")
        verbose_name_plural = _("shortage list entries")
        ordering = ["-year", "country"]
        constraints = [
            models.UniqueConstraint(
                fields=["occupation", "country", "region", "year", "source"], name="listed_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.listed_as} ({self.source} {self.year})"


class Qualification(models.Model):
    """What a diploma is in its own register: the Flemish beroepskwalificatie, the Dutch kwalificatie (crebo)."""

    class Kind(models.TextChoices):
        BK = "bk", _("Professional qualification (Flanders)")
        CREBO = "crebo", _("Qualification (Netherlands)")
        HIGHER = "higher", _("Higher education degree")
        OTHER = "other", _("Other certificate")

    country = models.CharField(_("side of the border"), max_length=2, choices=Country.choices)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    code = models.CharField(_("code in the register"), max_length=20, blank=True)
    version = models.CharField(_("version"), max_length=20, blank=True)
    slug = models.SlugField(_("address on the portal"), max_length=140, unique=True)
    title = models.CharField(_("title"), max_length=200)
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, verbose_name=_("level"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessors", verbose_name=_("followed by")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ["country", "code", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "kind", "code", "version"],
                condition=~models.Q(code=""),
                name="one_qualification_per_code_and_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.code})" if self.code else self.title

    def save(self, *args, **kwargs) -> None:
        if not self.slug:
            self.slug = free_slug(Qualification.objects.all(), f"{self.code} {self.title}")
        with transaction.atomic():
            super().save(*args, **kwargs)
            changed("qualification", [self.pk])


class Counterpart(models.Model):
    """A Flemish and a Dutch qualification that people compare. It says "look there", never "the same"."""

    flemish = models.ForeignKey(Qualification, models.CASCADE, related_name="dutch_counterparts")
    dutch = models.ForeignKey(Qualification, models.CASCADE, related_name="flemish_counterparts")
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("pair across the border")
        verbose_name_plural = _("pairs across the border")
        constraints = [models.UniqueConstraint(fields=["flemish", "dutch"], name="one_pair")]

    def __str__(self) -> str:
        return f"{self.flemish} ↔ {self.dutch}"
