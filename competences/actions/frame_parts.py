"""What belongs to a competence: its skills in ESCO, what closes a gap, its words in other languages."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from competences.actions.frames import writes_frame
from competences.models import BridgingUnit, Competence, CompetenceSkill, Skill
from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from programmes.models import Qualification

LINKED = verb("competences.frame.link", _("linked a skill of ESCO"))
UNLINKED = verb("competences.frame.unlink", _("took away the link to a skill of ESCO"))
BRIDGED = verb("competences.frame.bridge", _("described what closes a gap"))
UNBRIDGED = verb("competences.frame.unbridge", _("took away what closes a gap"))
TRANSLATED = verb("competences.frame.translate", _("translated the frame"))


@writes_frame
def link(competence: Competence, skill: Skill, *, by) -> bool:
    _row, is_new = CompetenceSkill.objects.get_or_create(competence=competence, skill=skill, defaults={"by": by})
    if is_new:
        record(LINKED, competence.qualification, by=by, comment=f"{competence} → {skill}")
    return is_new


@writes_frame
def unlink(competence: Competence, skill: Skill, *, by) -> bool:
    number, _rows = CompetenceSkill.objects.filter(competence=competence, skill=skill).delete()
    if number:
        record(UNLINKED, competence.qualification, by=by, comment=f"{competence} → {skill}")
    return bool(number)


@writes_frame
def save_unit(qualification: Qualification, unit: BridgingUnit, competences: list[Competence], *, by) -> None:
    """The unit stays what it is for the competences of other qualifications."""
    unit.save()
    unit.competences.remove(*unit.competences.filter(qualification=qualification))
    unit.competences.add(*competences)
    record(BRIDGED, qualification, by=by, comment=str(unit))


@writes_frame
def drop_unit(qualification: Qualification, unit: BridgingUnit, *, by) -> None:
    """From this frame; it is deleted when no other uses it."""
    unit.competences.remove(*unit.competences.filter(qualification=qualification))
    record(UNBRIDGED, qualification, by=by, comment=str(unit))
    if not unit.competences.exists():
        unit.delete()


@writes_frame
def translate(qualification: Qualification, texts: dict[tuple[type[Model], int], dict[str, str]], *, by) -> int:
    """`texts`: what is new in the columns of each row. Answers how many texts there were."""
    for (model, pk), columns in texts.items():
        model.objects.filter(pk=pk).update(**columns)
    number = sum(map(len, texts.values()))
    if number:
        record(TRANSLATED, qualification, by=by)
    return number
