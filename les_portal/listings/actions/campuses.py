"""A campus of a school: opened, and changed by two people at once without either losing anything."""

from django.db import transaction
from django.utils.translation import gettext_lazy

from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.listings.campuses import CONTACT, FACTS, WHERE, Facts, address_in, facts_of, point_in
from les_portal.listings.models import OwnWord
from les_portal.listings.placing import is_at, place_at
from les_portal.listings.register import Difference, compare
from les_portal.organisations.models import Organisation
from les_portal.publication.changes import together
from schools.models import Campus, School

OPENED = verb("schools.campus.open", gettext_lazy("added this campus"))
CHANGED = verb("schools.campus.change", gettext_lazy("changed this campus"))


class Exists(Exception):
    """The school has this campus already."""

    def __init__(self, campus: Campus) -> None:
        super().__init__(str(campus))
        self.campus = campus


class ChangedMeanwhile(Exception):
    """Somebody else changed these fields since they were seen; nothing was written. `live` is what stands there now."""

    def __init__(self, names: list[str], live: Facts) -> None:
        super().__init__(", ".join(names))
        self.names, self.live = names, live


def open_campus(school: School, facts: Facts, *, by) -> Campus:
    """Raises Exists for a campus of this name at this address, so also for a second click."""
    with transaction.atomic(), together():
        Organisation.objects.hold(school.organisation_id)  # first: it is the lock
        place = place_at(address_in(facts, school.organisation), point_in(facts), campus=None)
        for there in school.campuses.open().filter(name=facts["name"]).select_related("place"):
            if there.place.address_key == place.address_key:
                raise Exists(there)
        campus = Campus(school=school, place=place, **{name: facts[name] for name in CONTACT})
        campus.save()
        record(OPENED, campus, by=by, changes={"place": ["", str(place)]})
    return campus


def change_campus(campus: Campus, typed: Facts, seen: Facts, *, by) -> bool:
    """Write what somebody made of what they saw; False when nothing would change. Raises ChangedMeanwhile."""
    with transaction.atomic(), together():
        fresh = hold(campus)
        live = facts_of(fresh)
        touched = {name for name in FACTS if typed[name] != seen[name]}
        if moved := _moved_underneath(touched, typed, seen, live):
            raise ChangedMeanwhile(moved, live)
        changes = {name: typed[name] for name in touched if typed[name] != live[name]}
        if not changes:
            return False
        before = shown(fresh)
        _write(fresh, live, changes)
        after = shown(fresh)
        record(CHANGED, fresh, by=by, changes={name: [before[name], after[name]] for name in _named(changes)})
        _stand_by(fresh, _of_register(changes), by=by)
    return True


def hold(campus: Campus) -> Campus:
    """As it is now, and nobody else changes a campus of this school until the transaction ends."""
    Organisation.objects.hold(campus.school.organisation_id)
    return Campus.objects.select_related("school__organisation", "place").get(pk=campus.pk)


def _moved_underneath(touched: set[str], typed: Facts, seen: Facts, live: Facts) -> list[str]:
    """Where somebody is, is one thing: a marker that was put at one address does not fit another."""
    moved = {name for name in FACTS if live[name] != seen[name]}
    clashing = {name for name in touched & moved if typed[name] != live[name]}
    if touched & set(WHERE) and moved & set(WHERE):
        clashing |= {name for name in WHERE if name in touched | moved and typed[name] != live[name]}
    return [name for name in FACTS if name in clashing]


def _write(campus: Campus, live: Facts, changes: Facts) -> None:
    for name in CONTACT:
        setattr(campus, name, changes.get(name, live[name]))
    if where := {name for name in changes if name in WHERE}:
        facts = live | changes
        address = address_in(facts, campus.school.organisation)
        # Another address lies elsewhere, unless somebody put the marker there too.
        is_marked = where & {"lat", "lon"} or is_at(campus.place, address)
        campus.place = place_at(address, point_in(facts) if is_marked else None, campus=campus)
    campus.save()


def shown(campus: Campus) -> dict[str, str]:
    """For its history: what changed, in words."""
    place = campus.place
    where = f"{place} ({place.lat:.5f}, {place.lon:.5f})" if place.point else str(place)
    return {name: getattr(campus, name) for name in CONTACT} | {"place": where}


def _named(changes: Facts) -> list[str]:
    return [name for name in CONTACT if name in changes] + ["place"] * bool(set(WHERE) & set(changes))


def _of_register(changes: Facts) -> set[str]:
    """What a register calls the same things."""
    where = {"address", "coordinates"} if set(WHERE) & set(changes) else set()
    return where | {name for name in CONTACT if name in changes}


def _stand_by(campus: Campus, names: set[str], *, by) -> None:
    """Who writes something else than the register says has looked at it: that is not asked once more."""
    for difference in compare(campus.school).part_of(campus).open:
        if difference.name in names:
            keep_own_word(difference, by=by)


def keep_own_word(difference: Difference, *, by) -> None:
    """Inside a transaction."""
    is_campus = isinstance(difference.about, Campus)
    campus, school = (difference.about, difference.about.school) if is_campus else (None, difference.about)
    whose = {"school": school, "campus": campus, "field": difference.name}
    OwnWord.objects.update_or_create(**whose, defaults={"said": difference.said, "by": by})
