from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from les_portal.listings.querysets import FindingQuerySet, WebsiteCheckQuerySet
from programmes.models import Programme
from schools.models import Campus, School


class Finding(models.Model):
    """Something about a school's data that is probably not right. Worked out when the data changes, and once a day."""

    class Code(models.TextChoices):
        FAR_FROM_ADDRESS = "far_from_address", _("The place on the map does not fit the address")
        NO_PLACE = "no_place", _("It has no place on the map")
        QUALIFICATION_EXPIRED = "qualification_expired", _("The qualification has expired in its register")
        QUALIFICATION_UNKNOWN = "qualification_unknown", _("The qualification is not known in a register")
        NO_QUALIFICATION = "no_qualification", _("It says no qualification")
        NO_CONTACT = "no_contact", _("Nobody can be asked about it")
        MISSING_LANGUAGE = "missing_language", _("A language is missing")
        OUTDATED_TRANSLATION = "outdated_translation", _("A translation is older than its original")
        DEAD_WEBSITE = "dead_website", _("The website does not answer")
        LEVEL_OF_FORM = "level_of_form", _("The level does not fit the form")

    school = models.ForeignKey(School, models.CASCADE, related_name="findings", verbose_name=_("school"))
    campus = models.ForeignKey(Campus, models.CASCADE, null=True, related_name="findings", verbose_name=_("campus"))
    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, related_name="findings", verbose_name=_("programme")
    )
    code = models.CharField(_("what"), max_length=30, choices=Code.choices)
    # What it is about, and what its sentence is made of: when that changes, it is another matter than was dismissed.
    details = models.JSONField(default=dict)
    since = models.DateField(_("since"), default=timezone.localdate)
    dismissed_at = models.DateTimeField(_("said to be right"), null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("hint about data")
        verbose_name_plural = _("hints about data")
        ordering = ["code", "pk"]
        indexes = [models.Index(fields=["school", "code"]), models.Index(fields=["code"])]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "code"], condition=Q(campus=None, programme=None), name="one_finding_per_school"
            ),
            models.UniqueConstraint(fields=["campus", "code"], name="one_finding_per_campus"),
            models.UniqueConstraint(fields=["programme", "code"], name="one_finding_per_programme"),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class WebsiteCheck(models.Model):
    """Whether an address that a school gives can be opened, as a job last found it."""

    class Problem(models.TextChoices):
        ADDRESS = "address", _("this is not the address of a website")
        PRIVATE = "private", _("it opens only inside a network of your own")
        NO_SUCH_NAME = "no_such_name", _("there is no website of this name")
        SILENT = "silent", _("nothing answers")
        CERTIFICATE = "certificate", _("its certificate is not right, so browsers warn visitors")
        GONE = "gone", _("this page is not there any more")
        FAULT = "fault", _("the website reports a fault of its own")
        LOOP = "loop", _("it leads on and on to other addresses")

    DAYS_UNTIL_DEAD = 3  # a website may have a bad day

    url = models.URLField(_("address"), unique=True)
    checked_at = models.DateTimeField(_("last tried"), null=True, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=60, choices=Problem.choices, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    failed_days = models.PositiveSmallIntegerField(_("on how many days it failed, one after the other"), default=0)

    objects = WebsiteCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a website")
        verbose_name_plural = _("checks of websites")
        ordering = ["url"]
        indexes = [models.Index(fields=["checked_at"])]

    def __str__(self) -> str:
        return self.url

    @property
    def is_dead(self) -> bool:
        return self.failed_days >= self.DAYS_UNTIL_DEAD
