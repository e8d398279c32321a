from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from les_portal.organisations.models import Country, Organisation, free_slug
from les_portal.publication.changes import changed
from les_portal.search.words import fold
from programmes.querysets import BottleneckQuerySet, ProgrammeQuerySet
from schools.models import Campus, School

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
        super().save(*args, **kwargs)


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


class Programme(models.Model):
    """What a school teaches, as it tells it: one listing, at one or more of its campuses."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

        @property
        def tone(self) -> str:
            return {"draft": "warn", "published": "good", "archived": ""}[self.value]

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
    is_demo = models.BooleanField(_("invented for the demo"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["status", "sort_key", "id"]),
            models.Index(fields=["status", "field", "level"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(workplace_share__isnull=True) | models.Q(workplace_share__lte=100),
                name="a_share_is_at_most_the_whole",
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
