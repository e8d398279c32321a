"""Writing a competence frame. Whoever described the qualification is asked to look again, in the same transaction."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competences.actions.telling import qualifications_changed
from competences.matching import matched
from competences.models import Competence, CompetenceGroup, Element
from competences.pasting import Pasted, PastedGroup
from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from programmes.models import Qualification

ADDED = verb("competences.frame.add", _("added to the frame"))
CHANGED = verb("competences.frame.change", _("changed a competence"))
MOVED = verb("competences.frame.move", _("changed the order of the frame"))
RETIRED = verb("competences.frame.retire", _("took a competence out of the frame"))
RESTORED = verb("competences.frame.restore", _("put a competence back into the frame"))
GROUPED = verb("competences.frame.group", _("changed the groups of the frame"))


def writes_frame(action: Callable) -> Callable:
    """One transaction; afterwards whoever shows or described the qualification hears of it."""

    @wraps(action)
    def written(about: Model, *args, **kwargs) -> Any:
        qualification = about.pk if isinstance(about, Qualification) else about.qualification_id
        with transaction.atomic():
            answer = action(about, *args, **kwargs)
            qualifications_changed([qualification])
        return answer

    return written


@writes_frame
def add_pasted(
    qualification: Qualification, pasted: list[PastedGroup], *, group: CompetenceGroup | None = None, by, **facts: str
) -> int:
    """`group` is for what stands before any group of the pasted ones. `facts`: type, written_in, source."""
    position, number = next_position(qualification), 0
    for part in pasted:
        into = _group_for(qualification, part) if part.title else group
        for each in part.competences:
            add_one(qualification, each, group=into, position=position + number, **facts)
            number += 1
    record(ADDED, qualification, by=by, comment=_titles(each for part in pasted for each in part.competences))
    return number


def _titles(pasted) -> str:
    """The first few, for the history."""
    titles = [each.title for each in pasted]
    return "\n".join([*titles[:5], *(["…"] if len(titles) > 5 else [])])


def next_position(qualification: Qualification) -> int:
    return (Competence.objects.filter(qualification=qualification).aggregate(last=Max("position"))["last"] or 0) + 1


def _group_for(qualification: Qualification, part: PastedGroup) -> CompetenceGroup:
    """The one of this title or code, or a new one behind the others."""
    for group in CompetenceGroup.objects.filter(qualification=qualification):
        if part.title in (group.title_nl, group.title_fr, group.title_en) and group.code == part.code:
            return group
    last = CompetenceGroup.objects.filter(qualification=qualification).aggregate(last=Max("position"))["last"]
    return CompetenceGroup.objects.create(
        qualification=qualification, code=part.code[:40], title_nl=part.title, position=(last or 0) + 1
    )


def add_one(
    qualification: Qualification, pasted: Pasted, *, group: CompetenceGroup | None, position: int, **facts: str
) -> Competence:
    language = facts["written_in"]
    competence = Competence.objects.create(
        qualification=qualification,
        group=group,
        code=pasted.code[:60],
        position=position,
        **{f"title_{language}": pasted.title},
        **facts,
    )
    Element.objects.bulk_create(
        Element(competence=competence, kind=kind, position=place, **{f"text_{language}": text})
        for place, (kind, text) in enumerate(pasted.elements, 1)
    )
    return competence


@writes_frame
def change(competence: Competence, lines: list[tuple[str, str]], *, changes: dict[str, list], by) -> None:
    """Saves what a form put into it, and its lines of knowledge and skill, in the language that it is written in."""
    competence.save()
    set_lines(competence, lines)
    record(CHANGED, competence.qualification, by=by, comment=competence.title, changes=changes)


def set_lines(competence: Competence, lines: list[tuple[str, str]]) -> None:
    """A line that stays, or is only worded otherwise, keeps its row and so its translations."""
    column = f"text_{competence.written_in}"
    known = list(competence.elements.all())
    kept = matched([(each.kind, getattr(each, column) or "") for each in known], lines)
    for place, (line, old) in enumerate(zip(lines, kept, strict=True), 1):
        element = Element(competence=competence) if old is None else known[old]
        element.kind, element.position = line[0], place
        setattr(element, column, line[1])
        element.save()
    gone = {each.pk for number, each in enumerate(known) if number not in kept}
    Element.objects.filter(pk__in=gone).delete()


@writes_frame
def move(competence: Competence, *, up: bool, by) -> bool:
    """One place within its group. False where it is the first or the last already."""
    same = Competence.objects.current().filter(qualification=competence.qualification_id, group=competence.group_id)
    order = list(same.order_by("position", "pk"))
    place = next((number for number, each in enumerate(order) if each.pk == competence.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if other is None or not 0 <= other < len(order):
        return False
    positions = sorted(each.position for each in order)
    order[place], order[other] = order[other], order[place]
    for number, each in enumerate(order):
        # Imported frames may have two of the same place.
        each.position = positions[0] + number if len(set(positions)) < len(positions) else positions[number]
    Competence.objects.bulk_update(order, ["position"])
    record(MOVED, competence.qualification, by=by, comment=competence.title)
    return True


@writes_frame
def retire(competence: Competence, *, by) -> bool:
    """Comparisons point to it: it leaves the frame and stays in the database."""
    current = Competence.objects.filter(pk=competence.pk, retired_on=None)
    if not current.update(retired_on=timezone.localdate()):
        return False
    record(RETIRED, competence.qualification, by=by, comment=competence.title)
    return True


@writes_frame
def restore(competence: Competence, *, by) -> bool:
    if not Competence.objects.filter(pk=competence.pk, retired_on__isnull=False).update(retired_on=None):
        return False
    record(RESTORED, competence.qualification, by=by, comment=competence.title)
    return True


@writes_frame
def save_groups(qualification: Qualification, formset, *, by) -> None:
    """Competences of a group that is taken away stay, without a group."""
    formset.save()
    record(GROUPED, qualification, by=by)
