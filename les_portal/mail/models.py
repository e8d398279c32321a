from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from les_portal.mail.querysets import UNDELIVERED, MailQuerySet


class Mail(models.Model):
    """One mail to one person, in their language, written when what it tells was written."""

    class State(models.TextChoices):
        WAITING = "waiting", _("On its way")
        HELD = "held", _("Kept for the daily summary")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be delivered")
        BOUNCED = "bounced", _("Came back")

        @property
        def tone(self) -> str:
            return {"waiting": "", "held": "", "sent": "good", "failed": "bad", "bounced": "bad"}[self.value]

    class Problem(models.TextChoices):
        """Why it did not arrive, as a sentence for the one who caused it."""

        UNKNOWN = "unknown", _("This address does not exist. Ask the person for the right one.")
        FULL = "full", _("The mailbox of this person takes no mail at the moment. Try to reach them in another way.")
        REFUSED = "refused", _("The mail server of this person refused the mail. Try to reach them in another way.")
        UNREACHABLE = (
            "unreachable",
            _("For a whole day no mail server took the mail. Tell the administrators."),
        )
        LEFT = "left", _("This person no longer has an account on the portal.")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("to"),
    )  # nobody, for somebody who has no account yet
    to_email = models.EmailField(_("e-mail address"))
    to_name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    kind = models.CharField(_("kind"), max_length=60)
    template = models.CharField(_("template"), max_length=100)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    problem = models.CharField(_("what went wrong"), max_length=12, choices=Problem.choices, blank=True)
    answer = models.CharField(_("the mail server's answer"), max_length=20, blank=True)  # its number only: 550 5.1.1
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sent_mails",
        verbose_name=_("because of"),
    )
    content_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, blank=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("content_type", "object_id")
    summary = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts", verbose_name=_("sent in the summary")
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["recipient", "state"]), models.Index(fields=["sender", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False) | ~models.Q(state="sent"),
                name="a_sent_mail_says_when",
            ),
            models.CheckConstraint(
                condition=(models.Q(state__in=UNDELIVERED) & ~models.Q(problem=""))
                | (~models.Q(state__in=UNDELIVERED) & models.Q(problem="")),
                name="a_mail_that_did_not_arrive_says_why_and_no_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"

    def save(self, *args, **kwargs) -> None:
        if not self.message_id:
            # Ours, and the same at every attempt: a mail that goes out twice is seen as one.
            self.message_id = f"<{uuid4()}@{settings.MAIL_DOMAIN}>"
        super().save(*args, **kwargs)

    @property
    def tone(self) -> str:
        return self.State(self.state).tone


class MailChoice(models.Model):
    """When a person wants mail of a kind. No row: at once."""

    class Frequency(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("In one summary a day")
        NEVER = "never", _("Never")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choices")
    kind = models.CharField(_("kind"), max_length=60)
    frequency = models.CharField(_("when"), max_length=10, choices=Frequency.choices)

    class Meta:
        verbose_name = _("mail choice")
        verbose_name_plural = _("mail choices")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_choice_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.frequency}"
