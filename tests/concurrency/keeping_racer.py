"""One who keeps what the portal says of a school, at the same moment as others in processes of their own."""

from collections.abc import Callable

import django

django.setup()

from les_portal.accounts.models import User  # noqa: E402
from les_portal.listings.actions import closing, contact, correcting, hints, open_days, register, settings  # noqa: E402
from les_portal.listings.actions.publishing import publish  # noqa: E402
from les_portal.listings.actions.revising import revise  # noqa: E402
from les_portal.listings.models import Correction, Finding, Revision  # noqa: E402
from les_portal.listings.reminding import remind  # noqa: E402
from les_portal.workflow.engine import NotNow, workflow_of  # noqa: E402
from programmes.models import OpenDay, Programme  # noqa: E402
from schools.models import Campus, School  # noqa: E402
from tests.concurrency import racer  # noqa: E402


def answer(pk: int, by: User, name: str) -> Callable:
    correction = Correction.objects.with_page().get(pk=pk)
    return lambda: workflow_of(correction).run(name, correction, by=by, comment="In a race.").verb


def answer_unguarded(pk: int, by: User, name: str) -> Callable:
    """The control: look whether it is open, then answer."""
    correction = Correction.objects.with_page().get(pk=pk)

    def act() -> str:
        if Correction.objects.get(pk=pk).status != Correction.Status.OPEN:
            raise NotNow
        racer.wait_until_all_have_looked()
        correction.status = Correction.Status.REFUSED
        correction.save()
        with django.db.transaction.atomic():
            correcting.answer(correction, comment="In a race.")
        return name

    return act


def close(pk: int, by: User) -> Callable:
    campus = Campus.objects.select_related("school__organisation").get(pk=pk)
    return lambda: closing.close_campus(campus, by=by, comment="In a race.")


def reopen(pk: int, by: User) -> Callable:
    campus = Campus.objects.select_related("school__organisation").get(pk=pk)
    return lambda: closing.reopen_campus(campus, by=by)


def change(pk: int, by: User, name: str, value: object) -> Callable:
    listing = Programme.objects.select_related("school__organisation").get(pk=pk)
    return lambda: revise(listing, {name: value}, by=by).number


def apply(pk: int, by: User) -> Callable:
    revision = Revision.objects.select_related("programme__school").get(pk=pk)
    return lambda: workflow_of(revision).run("apply", revision, by=by).target


def publish_it(pk: int, by: User) -> Callable:
    listing = Programme.objects.select_related("school__organisation").get(pk=pk)
    return lambda: publish(listing, by=by).target


def write_to(pk: int, by: User) -> Callable:
    return lambda: remind(pk)


def take_over(pk: int, by: User, token: str) -> Callable:
    school = School.objects.get(pk=pk)
    return lambda: len(register.take_over(school, token, by=by))


def cancel(pk: int, by: User) -> Callable:
    day = OpenDay.objects.select_related("school__organisation").get(pk=pk)
    return lambda: open_days.cancel(day, by=by) or "cancelled"


def move(pk: int, by: User, note: str) -> Callable:
    day = OpenDay.objects.select_related("school__organisation").get(pk=pk)
    return lambda: open_days.change(day, {"note_nl": note}, seen=0, by=by)


def dismiss(pk: int, by: User) -> Callable:
    finding = Finding.objects.with_what_it_is_about().get(pk=pk)
    return lambda: hints.dismiss(finding, by=by)


def reach(pk: int, by: User, name: str, value: str) -> Callable:
    school = School.objects.select_related("organisation").get(pk=pk)
    values = {each: getattr(school.organisation, each) for each in contact.CONTACT}
    return lambda: contact.change_contact(school, values | {name: value}, by=by)


def set_rhythm(pk: int, by: User, months: int) -> Callable:
    school = School.objects.select_related("organisation").get(pk=pk)
    return lambda: settings.change_settings(school, rhythm_months=months, approval=school.approval, by=by)


DEEDS = {
    deed.__name__: deed
    for deed in (
        *(answer, answer_unguarded, close, reopen, change, apply, publish_it, write_to, take_over, cancel, move),
        *(dismiss, reach, set_rhythm),
    )
}


def attempt(deed: str, pk: int, by: int, **more) -> object:
    return racer.race(DEEDS[deed](pk, User.objects.get(pk=by), **more))


if __name__ == "__main__":
    racer.answer_each(attempt)
