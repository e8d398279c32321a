"""Skills per crebo, from CompetentNL and ESCO. The occupation was often chosen by a machine: proposals, no truth.

A file holds one crebo. What somebody decided stays decided; what is open and no longer in the file is gone.
"""

import re
from collections import defaultdict
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competences.importers.crebo import why_not
from competences.importers.registers import dutch_qualifications
from competences.models import Proposal
from les_portal.imports.documents import Document, DocumentSource, parts, said
from les_portal.imports.importer import LISTED_TWICE, Broken, Plan, Reading, Track, register, untracked
from les_portal.imports.reading import UnreadableFile

NO_SKILLS = gettext_lazy("files without a skill")
KEPT = ("label", "is_essential", "occupation", "occupation_uri", "source", "method")
Record = dict[str, Any]


@register
class CreboSkills(DocumentSource):
    source = "crebo-skills"
    label = gettext_lazy("Proposed skills of a Dutch qualification")
    labels = {
        "label": gettext_lazy("skill"),
        "is_essential": gettext_lazy("essential"),
        "occupation": gettext_lazy("through the occupation"),
        "method": gettext_lazy("how the occupation was chosen"),
        "state": gettext_lazy("state"),
    }

    def take(self, document: Document, reading: Reading) -> None:
        crebo = said(document, "crebo")
        if not re.fullmatch(r"\d{5}", crebo):
            raise UnreadableFile(_("The file names no crebo of five digits."), field="crebo")
        skills = parts(document, "skills")
        reading.seen.append(crebo)
        reading.report.rows += len(skills) or 1
        if not skills:
            reading.report.skip(NO_SKILLS)
        about = {"crebo": crebo, "file": reading.report.file, **_about(document)}
        uris = set()
        for number, skill in enumerate(skills, 1):
            try:
                record = _record(number, skill) | about
            except Broken as error:
                reading.report.fail(number, error.name, error.message)
                continue
            if record["uri"] in uris:
                reading.report.skip(LISTED_TWICE)
                continue
            uris.add(record["uri"])
            reading.records.append(record)

    def compare(self, reading: Reading, *, track: Track = untracked) -> "ProposalPlan":
        return ProposalPlan(reading, track=track)


def _about(document: Document) -> dict[str, str]:
    occupation = document.get("beroep")
    occupation = occupation if isinstance(occupation, dict) else {}
    origin = f"{said(document, 'bron') or '?'}, cedanl (MIT): {said(document, 'opleiding')}"
    return {
        "occupation": said(occupation, "label")[:250],
        "occupation_uri": said(occupation, "uri")[:300],
        "source": origin.removesuffix(": ")[:250],
        "method": said(document, "match_methode")[:100],
    }


def _record(number: int, skill: Document) -> Record:
    label, uri = said(skill, "label"), said(skill, "uri")
    if not label or len(label) > 400:
        raise Broken("label", _("The skill has no name, or one that is too long."))
    if not re.fullmatch(r"https?://\S{1,290}", uri):
        raise Broken("uri", _("The skill has no address."))
    return {"row": number, "label": label, "uri": uri, "is_essential": said(skill, "categorie") != "optioneel"}


class ProposalPlan(Plan):
    def __init__(self, reading: Reading, *, track: Track = untracked) -> None:
        self.report = deepcopy(reading.report)
        self.new: list[Proposal] = []
        self.changed: list[Proposal] = []
        by_crebo: dict[str, list[Record]] = {crebo: [] for crebo in reading.seen}
        for record in reading.records:
            by_crebo[record["crebo"]].append(record)
        self.qualifications = dutch_qualifications()
        self.known = self._known()
        for crebo, records in track(by_crebo.items(), _("Comparing")):
            self._compare_file(crebo, records)

    def _known(self) -> dict[int, dict[str, Proposal]]:
        known: dict[int, dict[str, Proposal]] = defaultdict(dict)
        for proposal in Proposal.objects.all():
            known[proposal.qualification_id][proposal.uri] = proposal
        return known

    def _compare_file(self, crebo: str, records: list[Record]) -> None:
        qualification = self.qualifications.get(crebo)
        if qualification is None:
            self._say_unknown(crebo, records)
            return
        known, present = self.known[qualification.pk], set()
        for record in records:
            if record["uri"] in present:  # in another file of the same crebo
                self.report.skip(LISTED_TWICE)
                continue
            present.add(record["uri"])
            values = {name: record[name] for name in KEPT}
            proposal = known.get(record["uri"])
            if proposal is None:
                self.report.created += 1
                self.new.append(Proposal(qualification=qualification, uri=record["uri"], **values))
            else:
                self._update(proposal, values, record)
        self._retire(crebo, known, present)

    def _say_unknown(self, crebo: str, records: list[Record]) -> None:
        if not records:
            return
        reason = why_not(crebo)
        message = (
            _("%(crebo)s is no qualification: %(reason)s.") % {"crebo": crebo, "reason": reason}
            if reason
            else _("Crebo %(crebo)s is not known here. Bring in the list of qualifications first.") % {"crebo": crebo}
        )
        self.report.failed += len(records)
        self.report.problem(0, "crebo", f"{records[0]['file']}: {message}")

    def _update(self, proposal: Proposal, values: dict[str, Any], record: Record) -> None:
        """Somebody's decision was about what stood there then: that stays as it was."""
        changes = {name: value for name, value in values.items() if getattr(proposal, name) != value}
        if proposal.state == Proposal.State.GONE:
            changes["state"] = str(Proposal.State.OPEN)
        if not changes or proposal.state in (Proposal.State.ADOPTED, Proposal.State.REFUSED):
            self.report.unchanged += 1
            return
        about = {"row": record["row"], "key": record["crebo"], "name": record["label"]}
        for name, value in changes.items():
            what = {"field": name, "before": str(getattr(proposal, name)), "after": str(value)}
            self.report.changes.append(about | what)
            setattr(proposal, name, value)
        self.report.updated += 1
        self.changed.append(proposal)

    def _retire(self, crebo: str, known: dict[str, Proposal], present: set[str]) -> None:
        for uri, proposal in known.items():
            if uri not in present and proposal.state == Proposal.State.OPEN:
                proposal.state = Proposal.State.GONE
                self.changed.append(proposal)
                self.report.retired += 1
                self.report.gone.append({"key": crebo, "name": proposal.label})

    def write(self) -> None:
        Proposal.objects.bulk_create(self.new, batch_size=500)
        if self.changed:
            Proposal.objects.bulk_create(
                self.changed,
                batch_size=500,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=[*KEPT, "state"],
            )
