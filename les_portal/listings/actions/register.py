"""What the register says, taken over field by field; or the school's own word, kept."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.geo import Point
from les_portal.listings.actions.campuses import keep_own_word
from les_portal.listings.campuses import Address
from les_portal.listings.placing import place_at
from les_portal.listings.register import ON_THE_ORGANISATION, Difference, Part, Saying, compare
from les_portal.organisations.models import Organisation
from les_portal.publication.changes import changed, together
from schools.models import Campus, EducationStage, Place, RegisterEntry, School

TAKEN = verb("schools.register.take_over", gettext_lazy("took over what the register says"))
KEPT = verb("schools.register.keep", gettext_lazy("said that the school is right, and not the register"))


class NoLongerSo(Exception):
    """The register, or the school, says something else than what was read."""


def take_over(school: School, token: str, *, by) -> list[Difference]:
    """What stands behind this token: one field of one source, or all that is clear of a campus. Raises NoLongerSo."""
    return _answer(school, token, _sayings, _take, by=by)


def keep_ours(school: School, token: str, *, by) -> list[Difference]:
    """Raises NoLongerSo."""
    return _answer(school, token, _whole, _keep, by=by)


def _answer(school: School, token: str, find: Callable, act: Callable, *, by) -> list[Difference]:
    with transaction.atomic(), together():
        Organisation.objects.hold(school.organisation_id)  # first: who is faster is seen by the other
        fresh = School.objects.select_related("organisation").get(pk=school.pk)
        for part in compare(fresh).parts:
            if found := find(part, token):
                act(part, found, by=by)
                return [difference for difference, _saying in found]
    raise NoLongerSo


def _sayings(part: Part, token: str) -> list[tuple[Difference, Saying]]:
    if part.clear and part.token == token:
        return [(difference, difference.sayings[0]) for difference in part.clear]
    pairs = [(difference, saying) for difference in part.differences for saying in difference.sayings]
    return [(difference, saying) for difference, saying in pairs if saying.token == token]


def _whole(part: Part, token: str) -> list[tuple[Difference, None]]:
    return [(difference, None) for difference in part.differences if difference.token == token]


def _keep(part: Part, found: list[tuple[Difference, None]], *, by) -> None:
    for difference, _saying in found:
        keep_own_word(difference, by=by)
    words = {_column(difference): [difference.sayings[0].words, difference.ours] for difference, _saying in found}
    record(KEPT, part.about, by=by, changes=words)


def _take(part: Part, found: list[tuple[Difference, Saying]], *, by) -> None:
    for difference, saying in found:
        _write(part.about, difference.name, saying)
    if isinstance(part.about, School):
        part.about.organisation.save()
    part.about.save()
    words = {_column(difference): [difference.ours, saying.words] for difference, saying in found}
    record(TAKEN, part.about, by=by, changes=words)


def _write(about: School | Campus, name: str, saying: Saying) -> None:
    if name in ("address", "coordinates"):
        about.place = _place_of(about, name, saying)
    elif name == "stages":
        about.stages.set(EducationStage.objects.filter(code__in=saying.value))
        changed("school", [about.pk])
    elif isinstance(about, School) and name in ON_THE_ORGANISATION:
        setattr(about.organisation, name, saying.value)
    else:
        setattr(about, name, saying.value)


def _place_of(campus: Campus, name: str, saying: Saying) -> Place:
    """Where the register places it: its address with its own point, or its point for the address it is at."""
    if name == "coordinates":
        address = Address(**{part: getattr(campus.place, part) for part in Address._fields})
        return place_at(address, Point(*saying.value), campus=campus, precision=Place.Precision.REGISTER)
    address = Address(**saying.value)
    key = Place.make_key(*(saying.value[part] for part in ("country", "postcode", "street", "house_number")))
    if address.street and (there := Place.objects.filter(key=key).first()):
        return there
    point = _point_of(campus, saying)
    precision = Place.Precision.REGISTER if point else ""
    return place_at(address, point, campus=campus, precision=precision)


def _point_of(campus: Campus, saying: Saying) -> Point | None:
    entries = RegisterEntry.objects.filter(source=saying.source, key__startswith=campus.school.register_number)
    said: list[Any] = [entry.values.get("point") for entry in entries if entry.values.get("site") == campus.site_number]
    return Point(*said[0]) if said and said[0] else None


def _column(difference: Difference) -> str:
    """As the model calls it, so that history knows its name."""
    return {"address": "place", "coordinates": "place"}.get(difference.name, difference.name)
