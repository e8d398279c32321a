import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from les_portal.documents.querysets import DocumentQuerySet, DocumentsAreKept

CODE_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # without what looks alike on paper
CODE_LENGTH = 24  # of 30 signs: 117 bits


def private_storage() -> Storage:
    return storages["documents"]


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


class Series(models.Model):
    """The last number given in a year to documents of a kind. Counted in the transaction of the document itself."""

    prefix = models.CharField(_("prefix"), max_length=10)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class Document(models.Model):
    """A PDF that says what was true when it was asked for, and never changes. A change is a new document.

    `content` is everything that is printed on it, frozen; the file is made from that alone.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")

        @property
        def tone(self) -> str:
            return {"requested": "", "ready": "good", "failed": "bad"}[self.value]

    class Standing(models.TextChoices):
        VALID = "valid", _("Valid")
        SUPERSEDED = "superseded", _("Replaced by a newer version")
        WITHDRAWN = "withdrawn", _("Withdrawn")

        @property
        def tone(self) -> str:
            return {"valid": "good", "superseded": "warn", "withdrawn": "bad"}[self.value]

    kind = models.CharField(_("kind"), max_length=40)
    series = models.ForeignKey(Series, models.PROTECT, related_name="documents", verbose_name=_("series"))
    sequence = models.PositiveIntegerField(_("number in the series"))
    number = models.CharField(_("number"), max_length=30, unique=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=250)
    code = models.CharField(_("verification code"), max_length=40, unique=True, default=new_code, editable=False)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("content_type", "object_id")
    content = models.JSONField(_("what is printed"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing.choices, default=Standing.VALID)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("in the place of"),
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    requested_at = models.DateTimeField(_("asked"), default=timezone.now)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    file = models.FileField(_("file"), storage=private_storage, blank=True, max_length=200)
    sha256 = models.CharField(_("sha256"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    is_sealed = models.BooleanField(_("sealed"), default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-requested_at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "kind", "language"]),
            models.Index(fields=["sha256"]),  # anybody may ask for one, and none of them reads the whole table
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "sequence"], name="a_number_is_given_once"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(made_at__isnull=False) & ~Q(sha256="") & ~Q(file="") & Q(size__gt=0),
                name="a_ready_document_has_its_file",
            ),
            # Two at the same moment: the second is refused by the database, and asked again.
            models.UniqueConstraint(
                fields=["kind", "content_type", "object_id", "language"],
                condition=Q(standing="valid"),
                name="one_valid_document_per_kind_and_language",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args, **kwargs) -> None:
        """Once: afterwards only `update` says what was made of it, and how it stands (also held by a trigger)."""
        if not self._state.adding:
            raise DocumentsAreKept
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("documents:document", args=[self.number])

    def delete(self, *args, **kwargs):
        raise DocumentsAreKept

    @property
    def verification_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('verify', args=[self.code])}"

    @property
    def file_name(self) -> str:
        """What a download is called."""
        return f"{self.number}-{self.language}.pdf"
