import re

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

SECOND_STEPS = ("totp", "webauthn")  # recovery codes are only the way back for who lost one of these

# Ends of lines and other controls, and orders to write backwards: with them a name passes for more than a name.
NOT_IN_A_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+")


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. What they may do stands in their memberships."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="nl")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the technical administration"), default=False)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name or _("someone without a name")

    def save(self, *args, **kwargs) -> None:
        self.name = " ".join(NOT_IN_A_NAME.sub(" ", self.name).split())
        super().save(*args, **kwargs)

    @cached_property
    def has_second_step(self) -> bool:
        """Whether signing in takes an app or a passkey too."""
        return self.authenticator_set.filter(type__in=SECOND_STEPS).exists()

    def has_perm(self, perm: str, obj=None) -> bool:
        """Who may do everything may do nothing before their sign-in takes a second step."""
        if self.is_superuser and not self.has_second_step:
            return False
        return super().has_perm(perm, obj)


class Bucket(models.Model):
    """What is left of a limit for somebody (`limits.py`). The key is a hash: it does not tell who."""

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    full_at = models.PositiveBigIntegerField(_("full again, in microseconds"), db_index=True)

    class Meta:
        verbose_name = _("limit")
        verbose_name_plural = _("limits")

    def __str__(self) -> str:
        return self.key[:8]
