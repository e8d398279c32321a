"""What a description must have before somebody can sign it: a sentence for whoever tries, or ""."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from competences.models import AuthorisedDescription, Comparison, Line, Relation
from competences.paper import paper
from competences.progress import unsettled
from competences.signing import authority, fingerprint, hands, sides, signers
from competences.snapshot import gather
from competences.telling import told
from les_portal.documents.models import Document
from les_portal.organisations.models import Country
from les_portal.pdf.limits import TooMuch, check

Regulated = AuthorisedDescription.Regulated
VALID_FOR = 4  # years, at most
ADDED_LATER = 100  # values on a paper: its days and signatures, and a school more


def is_concluded(description: AuthorisedDescription) -> str:
    if description.comparison.status == Comparison.Status.CONCLUDED:
        return ""
    return _("The two teachers have not concluded the comparison yet.")


def everything_is_mapped(description: AuthorisedDescription) -> str:
    left = unsettled(description.comparison)
    if not left:
        return ""
    names = ", ".join(f"“{competence}”" for competence in left[:3])
    return _("Not in the comparison yet: %(names)s.") % {"names": names}


def gaps_are_explained(description: AuthorisedDescription) -> str:
    lines = Line.objects.filter(comparison=description.comparison, competence__retired_on=None)
    gaps = lines.filter(relation__in=[Relation.PARTIAL, Relation.MISSING])
    bare = gaps.filter(note_nl__in=["", None]) | gaps.filter(note_nl=None)
    first = bare.select_related("competence").first()
    return _("Explain in Dutch what differs in “%(name)s”.") % {"name": first.competence} if first else ""


def has_dutch_texts(description: AuthorisedDescription) -> str:
    return "" if description.summary_nl else _("Write in Dutch, in short, how far this diploma reaches.")


def has_levels(description: AuthorisedDescription) -> str:
    without = [row for row in (description.comparison.source, description.comparison.target) if row.level is None]
    return _("The level of “%(name)s” is not known.") % {"name": without[0]} if without else ""


def protection_is_decided(description: AuthorisedDescription) -> str:
    if description.regulated == Regulated.UNDECIDED:
        return _("Decide whether this is a protected profession on the other side.")
    if description.regulated == Regulated.YES and not description.regulated_note_nl:
        return _("Write in Dutch what the law says about working in this protected profession.")
    return ""


def has_days_ahead(description: AuthorisedDescription) -> str:
    """A day that was chosen long ago can lie behind us by now."""
    return problem_with_day(description.valid_until)


def problem_with_day(day: date | None) -> str:
    today = timezone.localdate()
    if day is not None and day <= today:
        return _("The day until which it is valid must still come.")
    if day is not None and day > in_years(today, VALID_FOR):
        return _("It is valid for %(years)d years at most.") % {"years": VALID_FOR}
    return ""


def in_years(day: date, years: int) -> date:
    """The same day so many years on; the last of February where that year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def has_signers(description: AuthorisedDescription) -> str:
    """Both sides have somebody who may sign, who did not work on it, and they are not one and the same."""
    busy = hands(description)
    able = set()
    for country in sides(description):
        if (chosen := authority(description, country)) is None:
            return nobody_signs(description, country)
        free = set(signers(chosen.pk).values_list("pk", flat=True)) - busy
        if not free:
            return _(
                "Everybody who signs for %(name)s has worked on this description, and nobody signs what they made. "
                "Choose another organisation."
            ) % {"name": chosen}
        able |= free
    return "" if len(able) > 1 else _("One person would sign for both sides. Choose another organisation.")


def nobody_signs(description: AuthorisedDescription, country: str) -> str:
    side = {"side": Country(country).label}
    if sides(description)[country]:
        return _("On the side of %(side)s the chosen organisation has nobody any more who may sign.") % side
    return _("On the side of %(side)s no organisation can authorise yet.") % side


def is_what_was_asked(description: AuthorisedDescription) -> str:
    """Otherwise the two sides would sign different things."""
    return "" if fingerprint(gather(description)) == description.asked else has_changed_since()


def has_changed_since() -> str:
    return _(
        "The comparison, a diploma or a text has changed since both sides were asked to sign. Whoever wrote it takes "
        "it back, looks at it, and asks again."
    )


def fits_on_paper(description: AuthorisedDescription) -> str:
    """Asked before anybody signs: of what was signed and cannot be printed nothing could ever be published."""
    content = paper(told(gather(description), "nl"), page=description.get_absolute_url())
    try:
        check(content | {"later": [""] * ADDED_LATER})
    except TooMuch as reason:
        return str(reason)
    return ""


def has_papers(description: AuthorisedDescription) -> str:
    papers = Document.objects.about(description).filter(language="nl")
    if papers.filter(state=Document.State.READY).exists():
        return ""
    if papers.filter(state=Document.State.FAILED).exists():
        return _("The Dutch paper could not be made. Open it below and have it made again.")
    return _("The Dutch paper is still being made. Try again in a moment.")


COMPLETE = (
    is_concluded,
    everything_is_mapped,
    gaps_are_explained,
    has_dutch_texts,
    has_levels,
    protection_is_decided,
    has_days_ahead,
)
