"""What a qualification is made of: its competence frame, in its own language, with translations."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competences.querysets import CompetenceQuerySet, ProposalQuerySet
from les_portal.organisations.models import Country
from programmes.models import Programme, Qualification


class CompetenceGroup(models.Model):
    """A core task (kerntaak) of a Dutch qualification, a group of activities of a Flemish one."""

    qualification = models.ForeignKey(
        Qualification, models.CASCADE, related_name="groups", verbose_name=_("qualification")
    )
    code = models.CharField(_("code"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=400)
    position = models.PositiveSmallIntegerField(_("place in the frame"), default=0)

    class Meta:
        verbose_name = _("group of competences")
        verbose_name_plural = _("groups of competences")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class Skill(models.Model):
    """A skill or a piece of knowledge in ESCO. What a later version of ESCO dropped is retired, never deleted."""

    class Kind(models.TextChoices):
        SKILL = "skill", _("Skill")
        KNOWLEDGE = "knowledge", _("Knowledge")

    uri = models.URLField(_("address in ESCO"), unique=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SKILL)
    reuse_level = models.CharField(_("how widely it is used"), max_length=40, blank=True)
    version = models.CharField(_("version of ESCO"), max_length=20, blank=True)
    retired_in = models.CharField(_("not in ESCO since version"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("ESCO skill")
        verbose_name_plural = _("ESCO skills")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Competence(models.Model):
    """What somebody with this diploma can do: an activity (Flanders) or a work process (the Netherlands)."""

    class Type(models.TextChoices):
        SPECIFIC = "specific", _("Specific to the profession")
        BASIC = "basic", _("Basic activity")
        GENERAL = "general", _("General competence")

    qualification = models.ForeignKey(
        Qualification, models.CASCADE, related_name="competences", verbose_name=_("qualification")
    )
    group = models.ForeignKey(
        CompetenceGroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="competences",
        verbose_name=_("group"),
    )
    # The register's own, such as bkc0044541: by it a later file finds the same one.
    key = models.CharField(_("key in the register"), max_length=60, blank=True)
    code = models.CharField(_("code"), max_length=60, blank=True)  # what people see: B1-K1-W1, co 01919
    type = models.CharField(_("type"), max_length=10, choices=Type.choices, default=Type.SPECIFIC)
    title = models.CharField(_("what somebody can do"), max_length=600)
    written_in = models.CharField(_("written in"), max_length=2, choices=settings.LANGUAGES, default="nl")
    weight = models.PositiveSmallIntegerField(
        _("weight in the comparison"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    position = models.PositiveSmallIntegerField(_("place in the frame"), default=0)
    skills = models.ManyToManyField(Skill, through="CompetenceSkill", related_name="competences")
    source = models.CharField(_("source"), max_length=250, blank=True)
    retired_on = models.DateField(_("not in the register since"), null=True, blank=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["qualification", "key"], condition=~Q(key=""), name="one_competence_per_key_of_a_qualification"
            ),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=10), name="a_competence_weighs_something"),
        ]

    def __str__(self) -> str:
        return self.title


class Element(models.Model):
    """A line below a competence: what one must know, or be able to do, for it."""

    class Kind(models.TextChoices):
        KNOWLEDGE = "knowledge", _("Knowledge")
        COGNITIVE = "cognitive", _("Cognitive skill")
        PROBLEM_SOLVING = "problem_solving", _("Problem-solving skill")
        MOTOR = "motor", _("Motor skill")
        SKILL = "skill", _("Skill")

    competence = models.ForeignKey(Competence, models.CASCADE, related_name="elements", verbose_name=_("competence"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    text = models.CharField(_("text"), max_length=1000)
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("knowledge or skill")
        verbose_name_plural = _("knowledge and skills")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class CompetenceSkill(models.Model):
    """A person said that this competence asks for this ESCO skill. What a machine thinks is a Proposal."""

    competence = models.ForeignKey(Competence, models.CASCADE, related_name="skill_links")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="competence_links")
    source = models.CharField(_("source"), max_length=250, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("link to ESCO")
        verbose_name_plural = _("links to ESCO")
        constraints = [models.UniqueConstraint(fields=["competence", "skill"], name="a_skill_is_linked_once")]

    def __str__(self) -> str:
        return f"{self.competence} → {self.skill}"


class Proposal(models.Model):
    """A skill that a machine found for a qualification, through an occupation that it chose. Never truth by itself."""

    class State(models.TextChoices):
        OPEN = "open", _("To be looked at")
        ADOPTED = "adopted", _("Taken over")
        REFUSED = "refused", _("Refused")
        GONE = "gone", _("No longer in the file")

        @property
        def tone(self) -> str:
            return {"open": "warn", "adopted": "good", "refused": "", "gone": ""}[self.value]

    qualification = models.ForeignKey(
        Qualification, models.CASCADE, related_name="proposals", verbose_name=_("qualification")
    )
    label = models.CharField(_("skill"), max_length=400)
    uri = models.URLField(_("address of the skill"), max_length=300)
    is_essential = models.BooleanField(_("essential"), default=True)
    occupation = models.CharField(_("through the occupation"), max_length=250, blank=True)
    occupation_uri = models.URLField(_("address of the occupation"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=250)
    method = models.CharField(_("how the occupation was chosen"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    competence = models.ForeignKey(
        Competence, models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name=_("became")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed skill")
        verbose_name_plural = _("proposed skills")
        ordering = ["-is_essential", "pk"]
        constraints = [models.UniqueConstraint(fields=["qualification", "uri"], name="a_skill_is_proposed_once")]

    def __str__(self) -> str:
        return self.label


class BridgingUnit(models.Model):
    """What closes a gap: a course, an optional unit (keuzedeel) or an assignment at the workplace."""

    class Kind(models.TextChoices):
        COURSE = "course", _("Course")
        OPTIONAL_UNIT = "optional_unit", _("Optional unit (keuzedeel)")
        WORKPLACE = "workplace", _("Assignment at the workplace")

    competences = models.ManyToManyField(
        Competence, related_name="bridging_units", verbose_name=_("competences that it leads to")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=250)
    description = models.TextField(_("what one does"), max_length=2000, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    country = models.CharField(_("side of the border"), max_length=2, choices=Country.choices, blank=True)
    provider = models.CharField(_("offered by"), max_length=250, blank=True)
    url = models.URLField(_("address"), blank=True)
    programme = models.ForeignKey(
        Programme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("programme on the portal")
    )
    source = models.CharField(_("source"), max_length=250, blank=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    class Meta:
        verbose_name = _("bridging unit")
        verbose_name_plural = _("bridging units")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
