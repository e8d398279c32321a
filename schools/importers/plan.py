"""A file of a register compared with what is here. Nothing is written before `write`."""

from collections import defaultdict
from collections.abc import Iterable
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from les_portal.imports.importer import Plan, Reading, Track, untracked
from les_portal.imports.merging import NEVER_SAID, Verdict, judge
from les_portal.organisations.models import Organisation
from les_portal.search.words import fold
from schools.importers.addresses import Addresses, key_of
from schools.importers.known import History, Known
from schools.importers.writing import Writes, free_name
from schools.models import Campus, Place, School

if TYPE_CHECKING:
    from schools.importers.rows import SchoolImporter

Record = dict[str, Any]
ON_THE_ORGANISATION = ("name", "company_number", "phone", "website", "email")
ON_THE_SCHOOL = ("type", "network")


class SchoolPlan(Plan):
    def __init__(self, importer: "SchoolImporter", reading: Reading, *, track: Track = untracked) -> None:
        self.register, self.country = importer.register, importer.country
        self.report = deepcopy(reading.report)
        self.today = timezone.localdate()
        self.known = Known(source=importer.source, register=importer.register, country=importer.country)
        self.writes = Writes()
        self.addresses = Addresses(self.known.places, self.writes, country=importer.country)
        self._shaken: dict[str, School] = {}  # where a campus came back or left
        self._retire_missing(reading)
        for records in track(_by_school(reading.records), _("Comparing")):
            self._compare_school(records)
        self._settle_schools()

    def write(self) -> None:
        self.writes.write()

    # --- what left the register --------------------------------------------------------------

    def _retire_missing(self, reading: Reading) -> None:
        """A row that is in the file but broken is not gone; nor is one whose key is the broken part."""
        present = {record["key"] for record in reading.records} | set(reading.seen)
        entries = self.known.entries_of_sites()
        self.report.known = len(entries)
        for entry in entries:
            if entry.key not in present and entry.values["trace"] not in reading.unkeyed:
                entry.retired_on = self.today
                self.writes.touch(entry)
                self._retire_campus(self.known.campus(entry.values["school"], entry.values["site"]), entry.key)

    def _retire_campus(self, campus: Campus | None, key: str) -> None:
        if campus is None or campus.retired_on:
            return
        campus.retired_on = self.today
        self.writes.touch(campus)
        self.report.retired += 1
        self.report.gone.append({"key": key, "name": str(campus)})
        self._shaken[campus.school.register_number] = campus.school

    def _settle_schools(self) -> None:
        """A school is there as long as one of its campuses is."""
        for number, school in self._shaken.items():
            is_active = any(campus.retired_on is None for campus in self.known.campuses[number])
            retired_on = None if is_active else school.retired_on or self.today
            if retired_on != school.retired_on:
                school.retired_on = retired_on
                self.writes.touch(school)
                self.report.count_object("schools_returned" if is_active else "schools_retired")

    # --- schools -----------------------------------------------------------------------------

    def _compare_school(self, records: list[Record]) -> None:
        lead = min(records, key=_rank)
        says = lead["school_says"] | {"stages": self._stages_of(records), "lead": [_rank(lead), lead["key"]]}
        history = self.known.history(lead["school"])
        says |= _as_before(lead, history, says)
        school = self.known.schools.get(lead["school"])
        names, is_changed = {says["name"]}, False
        if school is None:
            school = self._new_school(lead["school"], says)
            self._remember(history, says)
        elif self._speaks_for_school(lead, history):
            is_changed = self._merge_school(school, lead, says, history)
            self._remember(history, says)
        else:
            names = {school.organisation.name, *history.sayings("name")}
        for record in records:
            self._compare_campus(school, record, names, is_changed and record is lead)

    def _stages_of(self, records: list[Record]) -> list[str]:
        said = {code for record in records for code in record["school_says"]["stages"]}
        for code in said - self.known.stages.keys():
            self.report.count_notice(_("education stage %s is missing in the portal") % code)
        return sorted(said & self.known.stages.keys())

    def _speaks_for_school(self, lead: Record, history: History) -> bool:
        """Not where a nearer site to the head does in another file: a part of a register names a school by a part."""
        if lead["main"]:
            return True
        for rank, key in history.sayings("lead"):
            holders = self.known.entries[key].values()
            if rank < _rank(lead) and any(holder.retired_on is None for holder in holders):
                return False
        return True

    def _new_school(self, number: str, says: dict[str, Any]) -> School:
        organisation = Organisation(
            kind=Organisation.Kind.SCHOOL,
            country=self.country,
            slug=free_name(says["name"], self.known.slugs),
            sort_key=fold(says["name"])[:250],
            **{field: says[field] for field in ON_THE_ORGANISATION},
        )
        school = School(
            organisation=organisation,
            register=self.register,
            register_number=number,
            **{field: says[field] for field in ON_THE_SCHOOL},
        )
        self.known.schools[number] = school
        self.writes.add(organisation)
        self.writes.add(school)
        self.writes.stages.append((school, [self.known.stages[code] for code in says["stages"]]))
        self.report.count_object("schools_created")
        return school

    def _merge_school(self, school: School, lead: Record, says: dict[str, Any], history: History) -> bool:
        before = school.organisation.name
        organisation = self._merge(school.organisation, ON_THE_ORGANISATION, says, history, lead)
        if school.organisation.name != before:
            school.organisation.sort_key = fold(school.organisation.name)[:250]
        profile = self._merge(school, ON_THE_SCHOOL, says, history, lead)
        return any([organisation, profile, self._merge_stages(school, says, history, lead)])

    def _merge_stages(self, school: School, says: dict[str, Any], history: History, lead: Record) -> bool:
        ours = sorted(stage.code for stage in school.stages.all())
        if not self._may_take("stages", ours, says["stages"], history, lead):
            return False
        self.writes.stages.append((school, [self.known.stages[code] for code in says["stages"]]))
        return True

    # --- campuses ----------------------------------------------------------------------------

    def _compare_campus(self, school: School, record: Record, school_names: set[str], is_changed: bool) -> None:
        own_name = record["campus_says"]["name"]
        says = record["campus_says"] | record["address"] | {
            "name": "" if own_name in school_names else own_name,  # without one it bears its school's
            "point": record["point"],
            **{field: record[field] for field in ("school", "site", "trace")},
        }  # fmt: skip
        history = self.known.history(record["key"])
        says |= _as_before(record, history, says)
        campus = self.known.campus(record["school"], record["site"])
        if campus is None:
            self._new_campus(school, record, says)
        else:
            parts = [
                is_changed,
                self._return(campus, record, history),
                self._merge(campus, ("name", "phone", "email", "website"), says, history, record),
                self._merge_place(campus, record, says, history),
            ]
            self._count(any(parts), campus)
        self._remember(history, says)

    def _new_campus(self, school: School, record: Record, says: dict[str, Any]) -> None:
        place = self.addresses.place(self._place_key(record["key"], says), record["address"], says["point"])
        siblings = self.known.campuses[record["school"]]
        campus = Campus(
            school=school,
            place=place,
            site_number=record["site"],
            slug=free_name(place.municipality, {sibling.slug for sibling in siblings}),
            **{field: says[field] for field in ("name", "phone", "email", "website")},
        )
        campus.sort_key = _sort_key(campus)
        siblings.append(campus)
        self.writes.add(campus)
        self.addresses.refresh(place, says, self.known.history(record["key"]))
        self.report.created += 1
        self.report.new.append({"row": record["row"], "key": record["key"], "name": str(campus)})
        if place.point is None:
            self.report.notice(record["row"], "", _("Post code %s is not known: not on the map.") % place.postcode)
        self._shaken[record["school"]] = school

    def _return(self, campus: Campus, record: Record, history: History) -> bool:
        """It stands in this register again, or for the first time."""
        if campus.retired_on is None or not (history.is_new or history.entry.retired_on):
            return False
        self._change(record, "retired_on", campus.retired_on.isoformat(), "")
        campus.retired_on = None
        self._shaken[record["school"]] = campus.school
        return True

    def _place_key(self, key: str, says: dict[str, Any]) -> str:
        return key_of(says, alone=f"{self.register}:{key}")

    def _merge_place(self, campus: Campus, record: Record, says: dict[str, Any], history: History) -> bool:
        """A school that moved gets another place; the old one may be somebody else's too."""
        keys = [self._place_key(record["key"], e.values) for e in [history.entry, *history.others] if e.values]
        said = {} if history.is_new else {"address": keys[0]}
        key = self._place_key(record["key"], says)
        verdict = judge(ours=campus.place.address_key, says=key, said=said.get("address"), sayings=keys)
        if verdict is Verdict.TAKE:
            before, campus.place = campus.place, self.addresses.place(key, record["address"], says["point"])
            self._change(record, "address", str(before), str(campus.place))
        elif verdict is Verdict.KEEP:
            self._keep(record, "address", str(campus.place), str(Place(**record["address"])))
        if campus.place.key != key:
            return False
        differences = self.addresses.refresh(campus.place, says, history)
        for difference in differences:
            self._change(record, *difference)
        return verdict is Verdict.TAKE or bool(differences)

    def _count(self, is_changed: bool, campus: Campus) -> None:
        if is_changed:
            self.report.updated += 1
            self.writes.touch(campus)
            campus.sort_key = _sort_key(campus)
        else:
            self.report.unchanged += 1

    # --- fields ------------------------------------------------------------------------------

    def _merge(self, row: Any, fields: Iterable[str], says: dict[str, Any], history: History, record: Record) -> bool:
        taken = [field for field in fields if self._may_take(field, getattr(row, field), says[field], history, record)]
        for field in taken:
            setattr(row, field, says[field])
        if taken:
            self.writes.touch(row)
        return bool(taken)

    def _may_take(self, field: str, ours: Any, says: Any, history: History, record: Record) -> bool:
        verdict = judge(ours=ours, says=says, said=history.said(field), sayings=history.sayings(field))
        if verdict is Verdict.TAKE:
            self._change(record, field, _shown(ours), _shown(says))
        elif verdict is Verdict.KEEP:
            self._keep(record, field, _shown(ours), _shown(says))
        return verdict is Verdict.TAKE

    def _remember(self, history: History, says: dict[str, Any]) -> None:
        entry = history.entry
        if history.is_new:
            entry.values = says
            self.writes.add(entry)
        elif entry.values != says or entry.retired_on:
            entry.values, entry.retired_on = says, None
            self.writes.touch(entry)

    def _change(self, record: Record, field: str, before: str, after: str) -> None:
        what = {"row": record["row"], "key": record["key"], "name": record["campus_says"]["name"]}
        self.report.changes.append(what | {"field": field, "before": before, "after": after})

    def _keep(self, record: Record, field: str, ours: str, register: str) -> None:
        what = {"row": record["row"], "key": record["key"], "name": record["campus_says"]["name"]}
        self.report.kept.append(what | {"field": field, "ours": ours, "register": register})


def _by_school(records: list[Record]) -> list[list[Record]]:
    groups = defaultdict(list)
    for record in records:
        groups[record["school"]].append(record)
    return list(groups.values())


def _as_before(record: Record, history: History, says: dict[str, Any]) -> dict[str, Any]:
    """What a row has in a cell that cannot be read: the same as the last time that it could be."""
    before = {field: history.said(field) for field in record.get("unread", ()) if field in says}
    return {field: value for field, value in before.items() if value is not NEVER_SAID}


def _rank(record: Record) -> str:
    """The head office first, then by number."""
    return f"{0 if record['main'] else 1}:{record['site']:0>6}"


def _sort_key(campus: Campus) -> str:
    return fold(f"{campus} {campus.place.municipality}")[:250]


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
