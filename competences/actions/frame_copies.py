"""Another qualification's frame as a beginning."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competences.actions.frames import next_position, writes_frame
from competences.models import Competence, CompetenceGroup, CompetenceSkill, Element
from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from programmes.models import Qualification

COPIED = verb("competences.frame.copy", gettext_lazy("copied the frame of another qualification"))
LANGUAGES = ("nl", "fr", "en")


@writes_frame
def copy_frame(qualification: Qualification, origin: Qualification, *, by) -> int:
    """What stands here with the same title already is left out. How many came."""
    there = {title for each in qualification.competences.current() for title in titles(each) if title}
    rows = origin.competences.current().prefetch_related("elements", "skill_links").select_related("group")
    new = [row for row in rows if not there.intersection(titles(row))]
    groups: dict[int | None, CompetenceGroup | None] = {None: None}
    position, source = next_position(qualification), origin_of(origin)
    for number, row in enumerate(new):
        if row.group_id not in groups:
            groups[row.group_id] = _copy_group(row.group, qualification)
        _copy(row, qualification, groups[row.group_id], position + number, source, by)
    if new:
        record(COPIED, qualification, by=by, comment=str(origin))
    return len(new)


def titles(row) -> set[str]:
    return {getattr(row, f"title_{language}") for language in LANGUAGES} - {"", None}


def origin_of(origin: Qualification) -> str:
    edition = f", {origin.version}" if origin.version else ""
    words = {"what": f"{origin}{edition}", "day": date_format(timezone.localdate(), "j F Y")}
    copied = _("Copied from %(what)s on %(day)s") % words
    return (f"{copied}; {origin.source}" if origin.source else copied)[:250]


def _copy_group(group: CompetenceGroup, qualification: Qualification) -> CompetenceGroup:
    same = CompetenceGroup.objects.filter(qualification=qualification, code=group.code, title_nl=group.title_nl).first()
    return same or CompetenceGroup.objects.create(
        qualification=qualification, code=group.code, position=group.position, **_texts(group, "title")
    )


def _texts(row, name: str) -> dict[str, str]:
    return {f"{name}_{language}": getattr(row, f"{name}_{language}") for language in LANGUAGES}


def _copy(
    row: Competence, qualification: Qualification, group: CompetenceGroup | None, position: int, source: str, by
) -> None:
    """Without the key: that is the register's own, for that qualification."""
    plain = {name: getattr(row, name) for name in ("code", "type", "written_in", "weight", "is_demo")}
    competence = Competence.objects.create(
        qualification=qualification, group=group, position=position, source=source, **plain, **_texts(row, "title")
    )
    Element.objects.bulk_create(
        Element(competence=competence, kind=each.kind, position=each.position, **_texts(each, "text"))
        for each in row.elements.all()
    )
    CompetenceSkill.objects.bulk_create(
        CompetenceSkill(competence=competence, skill_id=link.skill_id, source=source, by=by)
        for link in row.skill_links.all()
    )
