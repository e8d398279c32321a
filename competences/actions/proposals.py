"""Deciding what a machine proposed: several at once, and each only once."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competences.actions.frames import next_position, writes_frame
from competences.models import Competence, CompetenceSkill, Element, Proposal, Skill
from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from programmes.models import Qualification

ADOPTED = verb("competences.proposal.adopt", _("took over proposed skills as competences"))
LINKED = verb("competences.proposal.link", _("put proposed skills under a competence"))
REFUSED = verb("competences.proposal.refuse", _("refused proposed skills"))
REOPENED = verb("competences.proposal.reopen", _("laid refused skills out again"))
ESCO = "http://data.europa.eu/esco/skill/"
State = Proposal.State
NOT_DECIDED = {"by": None, "decided_at": None}


def decide(proposals: Iterable[Proposal], state: str, *, by) -> list[Proposal]:
    """Those that were still open; somebody else may have decided on the others."""
    decided = {"state": state, "by": by, "decided_at": timezone.now()}
    return [each for each in proposals if Proposal.objects.open().filter(pk=each.pk).update(**decided)]


@writes_frame
def adopt(qualification: Qualification, proposals: Iterable[Proposal], *, by) -> int:
    """Each becomes a competence of its own, which then stands in the frame like any other."""
    taken, position = decide(proposals, State.ADOPTED, by=by), next_position(qualification)
    for number, proposal in enumerate(taken):
        competence = Competence.objects.create(
            qualification=qualification,
            title_nl=proposal.label,
            written_in="nl",
            position=position + number,
            source=proposal.source,
        )
        _link_to_esco(competence, proposal, by)
        Proposal.objects.filter(pk=proposal.pk).update(competence=competence)
    _remember(ADOPTED, qualification, taken, by)
    return len(taken)


@writes_frame
def put_under(competence: Competence, proposals: Iterable[Proposal], *, by) -> int:
    """A skill of ESCO is linked; of another register it becomes a line below the competence."""
    taken = decide(proposals, State.ADOPTED, by=by)
    place = competence.elements.count()
    for number, proposal in enumerate(taken, 1):
        if not _link_to_esco(competence, proposal, by):
            Element.objects.create(
                competence=competence, kind=Element.Kind.SKILL, text_nl=proposal.label, position=place + number
            )
        Proposal.objects.filter(pk=proposal.pk).update(competence=competence)
    _remember(LINKED, competence.qualification, taken, by, f"{competence}:\n")
    return len(taken)


@writes_frame
def refuse(qualification: Qualification, proposals: Iterable[Proposal], *, by) -> int:
    taken = decide(proposals, State.REFUSED, by=by)
    _remember(REFUSED, qualification, taken, by)
    return len(taken)


@writes_frame
def lay_out_again(qualification: Qualification, proposals: Iterable[Proposal], *, by) -> int:
    refused = Proposal.objects.filter(state=State.REFUSED)
    taken = [each for each in proposals if refused.filter(pk=each.pk).update(state=State.OPEN, **NOT_DECIDED)]
    _remember(REOPENED, qualification, taken, by)
    return len(taken)


def _link_to_esco(competence: Competence, proposal: Proposal, by) -> bool:
    if not proposal.uri.startswith(ESCO):
        return False
    # ESCO's own file, when it comes, says the title in its languages.
    skill, _is_new = Skill.objects.get_or_create(uri=proposal.uri, defaults={"title_nl": proposal.label[:300]})
    CompetenceSkill.objects.get_or_create(
        competence=competence, skill=skill, defaults={"source": proposal.source, "by": by}
    )
    return True


def _remember(what: str, qualification: Qualification, taken: list[Proposal], by, head: str = "") -> None:
    if taken:
        labels = [each.label for each in taken]
        more = ["…"] if len(labels) > 5 else []
        record(what, qualification, by=by, comment=head + "\n".join([*labels[:5], *more]))
