from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schools.models import Campus, School


class OwnWord(models.Model):
    """A field in which a school differs from its register and says that it is right.

    It holds until the register says something else than it did then: {source: value} in `said`.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="own_words", verbose_name=_("school"))
    campus = models.ForeignKey(
        Campus, models.CASCADE, null=True, blank=True, related_name="own_words", verbose_name=_("campus")
    )
    field = models.CharField(_("what"), max_length=20)
    said = models.JSONField(_("what the register said"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("own word against the register")
        verbose_name_plural = _("own words against the register")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "field"], condition=Q(campus__isnull=True), name="one_own_word_per_school_field"
            ),
            models.UniqueConstraint(fields=["campus", "field"], name="one_own_word_per_campus_field"),
        ]

    def __str__(self) -> str:
        return f"{self.campus or self.school}: {self.field}"
