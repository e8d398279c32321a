"""What a description must have before somebody can sign it: a sentence for whoever tries, or ""."""

from django.utils.translation import gettext as _

from competences.models import AuthorisedDescription, Comparison, Line, Relation
from competences.progress import unsettled
from competences.signing import authorities
from les_portal.documents.models import Document
from les_portal.organisations.models import Country

Regulated = AuthorisedDescription.Regulated


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
    gaps = Line.objects.filter(comparison=description.comparison, relation__in=[Relation.PARTIAL, Relation.MISSING])
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


def has_signers(description: AuthorisedDescription) -> str:
    """Both sides have somebody who may sign."""
    for country in sides(description):
        if not authorities(country).exists():
            return _("On the side of %(side)s no organisation can authorise yet.") % {"side": Country(country).label}
    return ""


def has_papers(description: AuthorisedDescription) -> str:
    papers = Document.objects.about(description).filter(state=Document.State.READY)
    if papers.filter(language="nl").exists():
        return ""
    return _("The Dutch paper is still being made. Try again in a moment.")


def sides(description: AuthorisedDescription) -> list[str]:
    return [description.comparison.source.country, description.comparison.target.country]
