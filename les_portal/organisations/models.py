from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat as kbo

from les_portal.organisations.querysets import (
    InvitationQuerySet,
    JoinRequestQuerySet,
    MembershipQuerySet,
    OrganisationQuerySet,
)
from les_portal.publication.changes import changed
from les_portal.search.words import fold


class Country(models.TextChoices):
    """The sides of the border. Each has a shape of its own wherever it is drawn (see `Country.shape`)."""

    BE = "be", _("Flanders")
    NL = "nl", _("Netherlands")
    FR = "fr", _("France and Wallonia")

    @property
    def shape(self) -> str:
        return {"be": "circle", "nl": "square", "fr": "diamond"}[self.value]


def validate_company_number(country: str, number: str) -> str:
    """A KBO (by its check digits) or KvK number in its own notation, `0267.381.290` or `99990011`.

    Raises ValidationError with a sentence for the person who typed it.
    """
    if country == Country.BE:
        try:
            digits = kbo.validate(number)
        except Exception as error:
            raise ValidationError(
                _("“%(number)s” is not an enterprise number: ten digits with a check, such as 0267.381.290."),
                params={"number": number},
            ) from error
        return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"
    digits = number.replace(" ", "")
    if country == Country.NL and not (digits.isdigit() and len(digits) == 8):
        raise ValidationError(
            _("“%(number)s” is not a KvK number: eight digits, such as 99990011."), params={"number": number}
        )
    return digits


class Organisation(models.Model):
    """Whoever takes part in the network: a school, a company, a care home, a public body."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("School")
        COMPANY = "company", _("Company")
        CARE = "care", _("Care provider")
        PUBLIC = "public", _("Public body")
        NETWORK = "network", _("Network partner")

    name = models.CharField(_("name"), max_length=250)
    sort_key = models.CharField(max_length=250, editable=False, db_index=True)
    slug = models.SlugField(_("address on the portal"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    country = models.CharField(_("side of the border"), max_length=2, choices=Country.choices)
    company_number = models.CharField(_("enterprise number (KBO) or KvK number"), max_length=20, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        if not self.slug:
            self.slug = free_slug(Organisation.objects.all(), self.name)
        self.sort_key = fold(self.name)
        with transaction.atomic():
            super().save(*args, **kwargs)
            changed("organisation", [self.pk])

    def clean(self) -> None:
        if self.company_number:
            try:
                self.company_number = validate_company_number(self.country, self.company_number)
            except ValidationError as error:
                raise ValidationError({"company_number": error}) from error


def free_slug(taken: models.QuerySet, text: str, *, max_length: int = 110) -> str:
    """The first of `text`, `text-2`, `text-3`… that no row of `taken` has as its slug."""
    base = slugify(text)[:max_length].strip("-") or "x"
    used = set(taken.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in used:
        return base
    return next(slug for number in range(2, len(used) + 3) if (slug := f"{base}-{number}") not in used)


class Membership(models.Model):
    """What a person may do, and for whom. The only source of permissions."""

    class Role(models.TextChoices):
        READER = "reader", _("Reader")
        EDITOR = "editor", _("Editor")
        ADMINISTRATOR = "administrator", _("Administrator")
        NETWORK_ADMINISTRATOR = "network_administrator", _("Network administrator")
        FUND_ADMINISTRATOR = "fund_administrator", _("Fund administrator")
        ASSESSOR = "assessor", _("Assessor")
        AUTHORISER = "authoriser", _("Authoriser")
        EMPLOYER = "employer", _("Employer")
        LEARNER = "learner", _("Learner")
        MENTOR = "mentor", _("Mentor")
        COACH = "coach", _("Trajectory coach")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    since = models.DateField(_("since"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["organisation", "user", "role"], name="a_role_is_held_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.organisation}"


def in_a_week() -> datetime:
    return timezone.now() + timedelta(days=7)


class Invitation(models.Model):
    """An offer of a role to an address. Whoever holds the link of the mail may take it, once, within a week.

    Only a hash of the link's secret is kept: whoever reads the database cannot use it.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="invitations", verbose_name=_("organisation")
    )
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language of the mail"), max_length=2, choices=settings.LANGUAGES, default="nl")
    role = models.CharField(_("role"), max_length=24, choices=Membership.Role.choices)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"), default=in_a_week)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                "role",
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_address_and_role",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="an_invitation_is_accepted_or_revoked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.organisation}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and not self.is_expired

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    def is_for(self, user) -> bool:
        return user.is_authenticated and user.email.lower() == self.email.lower()


class JoinRequest(models.Model):
    """Somebody with an account asks to belong to an organisation; one of its administrators answers."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

        @property
        def tone(self) -> str:
            return {"asked": "warn", "accepted": "good", "declined": "bad", "withdrawn": ""}[self.value]

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="join_requests", verbose_name=_("organisation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=24, choices=Membership.Role.choices, default=Membership.Role.EDITOR)
    message = models.TextField(_("who you are"), max_length=1000, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ASKED)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(status="asked"), name="one_open_request_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("organisations:request", args=[self.organisation.slug, self.pk])
