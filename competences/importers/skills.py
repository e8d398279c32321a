from django.utils.translation import gettext_lazy as _

from competences.models import Skill
from les_portal.imports.importer import Line, Reading, Track, register, untracked
from programmes.importers.esco import EscoImporter
from programmes.importers.plan import EscoPlan, Record

KINDS = {"knowledge": Skill.Kind.KNOWLEDGE}  # anything else, also what is both, is a skill


class Skills(EscoImporter):
    model = Skill
    labels = {
        "title_nl": _("title in Dutch"),
        "title_fr": _("title in French"),
        "title_en": _("title in English"),
        "kind": _("kind"),
        "reuse_level": _("how widely it is used"),
        "retired_in": _("not in ESCO since version"),
    }

    def facts(self, line: Line) -> dict[str, str]:
        return {"kind": str(KINDS.get(line["kind"], Skill.Kind.SKILL)), "reuse_level": line["reuse"][:40]}

    def compare(self, reading: Reading, *, track: Track = untracked) -> "SkillPlan":
        return SkillPlan(self.language, reading, track=track)


class SkillPlan(EscoPlan):
    """Nobody edits the titles of ESCO's skills here, so what stands is what ESCO said."""

    model = Skill
    address = "uri"
    facts = ("kind", "reuse_level")

    def create(self, record: Record) -> Skill:
        facts = {name: record[name] for name in self.facts}
        return Skill(uri=record["key"], version=record["version"], **{self.title: record["title"]}, **facts)


@register
class SkillsNL(Skills):
    source, language = "skills-nl", "nl"
    label = _("ESCO skills in Dutch")


@register
class SkillsFR(Skills):
    source, language = "skills-fr", "fr"
    label = _("ESCO skills in French")


@register
class SkillsEN(Skills):
    source, language = "skills-en", "en"
    label = _("ESCO skills in English")
