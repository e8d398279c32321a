from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from les_portal.geo import Point
from les_portal.organisations.models import Country, Organisation, free_slug
from les_portal.publication.changes import changed
from schools import identifiers
from schools.querysets import CampusQuerySet, LocalityQuerySet, SchoolQuerySet


class Register(models.TextChoices):
    """The official registers that schools come from."""

    FLANDERS = "flanders", _("Flemish register of educational institutions")
    DUO = "duo", _("Dutch register of educational institutions (DUO)")


class EducationStage(models.Model):
    """A part of a country's education system that a register says a school offers, with its level.

    Levels change by decree, so a stage is valid from a date and names its source.
    """

    code = models.CharField(_("code"), max_length=30, unique=True)
    country = models.CharField(_("side of the border"), max_length=2, choices=Country.choices)
    name = models.CharField(_("name"), max_length=120)
    eqf_from = models.PositiveSmallIntegerField(_("EQF level from"), null=True, blank=True)
    eqf_to = models.PositiveSmallIntegerField(_("EQF level to"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), blank=True)

    class Meta:
        verbose_name = _("education stage")
        verbose_name_plural = _("education stages")
        ordering = ["country", "pk"]

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """An institution as its register knows it: the education profile of an Organisation."""

    class Type(models.TextChoices):
        SECONDARY = "secondary", _("Secondary school")
        SPECIAL_SECONDARY = "special_secondary", _("Special secondary school")
        PART_TIME = "part_time", _("Centre for part-time education")
        ADULT = "adult", _("Centre for adult education")
        SYNTRA = "syntra", _("Syntra training centre")
        NURSING = "nursing", _("Nursing school (HBO5)")
        VOCATIONAL = "vocational", _("Vocational college (mbo)")
        PRACTICAL = "practical", _("School for practical education")
        UAS = "uas", _("University of applied sciences")
        UNIVERSITY = "university", _("University")
        OTHER = "other", _("Other institution")

    class Approval(models.TextChoices):
        """Who looks at a listing before visitors see it. The network's wish goes before the school's."""

        AT_ONCE = "at_once", _("Nobody has to approve it: it is published at once")
        BY_SCHOOL = "by_school", _("An administrator of the school approves it")
        BY_NETWORK = "by_network", _("The network approves it")

    class Rhythm(models.IntegerChoices):
        """How often a school says that its listings are still right, in months."""

        QUARTER = 3, _("three months")
        HALF_YEAR = 6, _("six months")
        YEAR = 12, _("twelve months")

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="school", verbose_name=_("organisation")
    )
    type = models.CharField(_("type of school"), max_length=20, choices=Type.choices)
    stages = models.ManyToManyField(
        EducationStage, blank=True, related_name="schools", verbose_name=_("education stages")
    )
    network = models.CharField(_("education network or denomination"), max_length=120, blank=True)
    register = models.CharField(_("register"), max_length=10, choices=Register.choices, blank=True)
    register_number = models.CharField(
        _("institution number or BRIN"),
        max_length=6,
        blank=True,
        help_text=_(
            "Six digits in Flanders, two digits and two letters in the Netherlands. It ties the school to its register."
        ),
    )
    retired_on = models.DateField(_("no longer in the register since"), null=True, blank=True)
    approval = models.CharField(
        _("before something is published"), max_length=10, choices=Approval.choices, default=Approval.AT_ONCE
    )
    rhythm_months = models.PositiveSmallIntegerField(
        _("listings are confirmed every"), choices=Rhythm.choices, default=Rhythm.HALF_YEAR
    )
    reminded_on = models.DateField(_("last reminded on"), null=True, blank=True, editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "register_number"],
                condition=~models.Q(register_number=""),
                name="one_school_per_register_number",
            )
        ]

    def __str__(self) -> str:
        return self.organisation.name

    def save(self, *args, **kwargs) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            changed("school", [self.pk])

    def get_absolute_url(self) -> str:
        return reverse("schools:school", args=[self.organisation.slug])

    def clean(self) -> None:
        """A number without a register, or of another register, would tie the school to nothing."""
        if not self.register_number:
            return
        read = {Register.FLANDERS: identifiers.institution_number, Register.DUO: identifiers.brin_number}.get(
            self.register
        )
        if not read:
            raise ValidationError({"register": _("Say which register the number is from.")})
        try:
            self.register_number = read(self.register_number)
        except ValidationError as error:
            raise ValidationError({"register_number": error}) from error


class Place(models.Model):
    """An address on the map. Several schools may share it; the map shows it once."""

    class Precision(models.TextChoices):
        REGISTER = "register", _("from the register")
        ADDRESS = "address", _("placed at the address")
        ESTIMATE = "estimate", _("estimated, within about a kilometre")
        POSTCODE = "postcode", _("middle of the post code area")

    key = models.CharField(max_length=200, unique=True, editable=False)
    country = models.CharField(_("country"), max_length=2, choices=Country.choices)
    street = models.CharField(_("street"), max_length=120, blank=True)
    house_number = models.CharField(_("house number"), max_length=30, blank=True)
    postcode = models.CharField(_("post code"), max_length=7)
    municipality = models.CharField(_("town"), max_length=80)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    precision = models.CharField(_("how exact"), max_length=10, choices=Precision.choices, default=Precision.ADDRESS)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["country", "postcode", "street", "house_number"]
        indexes = [models.Index(fields=["lat", "lon"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="a_place_has_both_coordinates_or_none",
            )
        ]

    def __str__(self) -> str:
        return f"{self.address_line}, {self.postcode} {self.municipality}".lstrip(", ")

    def clean(self) -> None:
        try:
            self.postcode = identifiers.post_code(self.country, self.postcode)
        except ValidationError as error:
            raise ValidationError({"postcode": error}) from error

    @property
    def address_line(self) -> str:
        return f"{self.street} {self.house_number}".strip()

    @property
    def point(self) -> Point | None:
        return None if self.lat is None else Point(self.lat, self.lon)

    @property
    def address_key(self) -> str:
        """Also of a place that a campus has for itself: its marker stands elsewhere than its neighbours' does."""
        return self.key.partition("@")[0]

    @staticmethod
    def make_key(country: str, postcode: str, street: str, house_number: str, *, alone: str = "") -> str:
        """The address as written by different registers, made alike. Without a street a place is nobody else's."""
        if not street:
            return f"{country}:{postcode}:{alone}".lower()
        plain = "".join(c for c in f"{postcode}{street}{house_number}".casefold() if c.isalnum())
        return f"{country}:{plain}"


class Campus(models.Model):
    """Where a school teaches."""

    school = models.ForeignKey(School, models.CASCADE, related_name="campuses", verbose_name=_("school"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="campuses", verbose_name=_("place"))
    name = models.CharField(_("name of the campus"), max_length=250, blank=True)
    sort_key = models.CharField(max_length=250, editable=False)
    slug = models.SlugField(_("address on the portal"), max_length=120)
    site_number = models.CharField(_("site number in the register"), max_length=10, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    retired_on = models.DateField(_("no longer in the register since"), null=True, blank=True)
    # The register's word and the school's stand apart: a later import says again that a campus is there.
    closed_on = models.DateField(_("closed by the school on"), null=True, blank=True)

    objects = CampusQuerySet.as_manager()

    class Meta:
        verbose_name = _("campus")
        verbose_name_plural = _("campuses")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["retired_on", "closed_on", "sort_key", "id"])]
        constraints = [
            models.UniqueConstraint(fields=["school", "slug"], name="one_campus_per_slug"),
            models.UniqueConstraint(
                fields=["school", "site_number"],
                condition=~models.Q(site_number=""),
                name="one_campus_per_site_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.school)

    def save(self, *args, **kwargs) -> None:
        if not self.slug:
            self.slug = free_slug(Campus.objects.filter(school=self.school), self.place.municipality)
        with transaction.atomic():
            super().save(*args, **kwargs)
            changed("school", [self.school_id])

    def get_absolute_url(self) -> str:
        return reverse("schools:campus", args=[self.school.organisation.slug, self.slug])

    @property
    def is_open(self) -> bool:
        """Of the campus itself; whether its school is still there is the school's to say."""
        return self.retired_on is None and self.closed_on is None

    @property
    def is_retired(self) -> bool:
        return not self.is_open or self.school.retired_on is not None

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            result = super().delete(*args, **kwargs)
            changed("school", [self.school_id])
        return result


class RegisterEntry(models.Model):
    """What a file of a register last said about a school, a campus or a qualification.

    An import compares with it: a field that differs from it on our side was edited by people, and is
    left alone. The source is the kind of file (`duo-vo`, `duo-geojson`), because each tells its own part.
    """

    source = models.CharField(_("source"), max_length=20)
    key = models.CharField(_("key in the register"), max_length=20)
    values = models.JSONField(_("what it said"), default=dict)
    retired_on = models.DateField(_("gone from the register since"), null=True, blank=True)

    class Meta:
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="one_entry_per_source_and_key")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class Locality(models.Model):
    """A post code with its place name and the middle of its area.

    Source: GeoNames (CC BY 4.0), for Flanders, Zeeland and what lies around them.
    """

    country = models.CharField(_("country"), max_length=2, choices=Country.choices)
    postcode = models.CharField(_("post code"), max_length=7)
    name = models.CharField(_("place name"), max_length=80)
    name_key = models.CharField(max_length=80, db_index=True, editable=False)
    lat = models.FloatField(_("latitude"))
    lon = models.FloatField(_("longitude"))

    objects = LocalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("locality")
        verbose_name_plural = _("localities")
        ordering = ["name", "postcode"]
        constraints = [models.UniqueConstraint(fields=["country", "postcode", "name"], name="one_locality_per_name")]
        indexes = [models.Index(fields=["postcode"])]

    def __str__(self) -> str:
        return f"{self.postcode} {self.name}".strip()

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)
