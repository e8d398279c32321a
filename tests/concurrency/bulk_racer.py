"""One who brings a school's file in at a given moment, together with others in processes of their own."""

from functools import partial

import django

django.setup()

from django.db import IntegrityError  # noqa: E402

from les_portal.accounts.models import User  # noqa: E402
from les_portal.imports.actions import CannotBeApplied  # noqa: E402
from les_portal.imports.importer import Reading, apply, importer_for  # noqa: E402
from les_portal.imports.models import ImportRun  # noqa: E402
from les_portal.listings.actions.bringing import bring_in  # noqa: E402
from schools.models import School  # noqa: E402
from tests.concurrency import racer  # noqa: E402


def guarded(run: ImportRun, school: School, by: User) -> None:
    bring_in(run, school, by=by)


def unguarded(run: ImportRun, school: School, by: User) -> None:
    """The control: look whether it was applied, then apply it, and only then say so."""
    if run.state != ImportRun.State.CHECKED:
        raise CannotBeApplied
    # All have looked before the start. Who cannot write for the others tries that again, and does not look once more.
    bring = partial(apply, importer_for(run.source, run.scope, by=by), Reading.from_json(run.reading))
    racer.patiently(bring, busy=(IntegrityError,))
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.APPLIED)


WHAT = {"bring in": guarded, "unguarded": unguarded}


def attempt(what: str, run: int, by: int) -> str:
    found = ImportRun.objects.get(pk=run)
    school = School.objects.get(pk=found.scope)
    person = User.objects.get(pk=by)
    outcome = racer.race(lambda: WHAT[what](found, school, person)) or "done"
    return "too late" if outcome == CannotBeApplied.__name__ else outcome


if __name__ == "__main__":
    racer.answer_each(attempt)
