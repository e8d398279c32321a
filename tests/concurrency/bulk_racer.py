"""One who brings a school's file in at a given moment, together with others in processes of their own."""

import json
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from les_portal.accounts.models import User  # noqa: E402
from les_portal.imports.actions import CannotBeApplied  # noqa: E402
from les_portal.imports.importer import Reading, apply, importer_for  # noqa: E402
from les_portal.imports.models import ImportRun  # noqa: E402
from les_portal.listings.actions.bringing import bring_in  # noqa: E402
from schools.models import School  # noqa: E402


def unguarded(run: ImportRun, school: School, by: User) -> None:
    """The control: look whether it was applied, then apply it, and only then say so."""
    if run.state != ImportRun.State.CHECKED:
        raise CannotBeApplied
    apply(importer_for(run.source, run.scope, by=by), Reading.from_json(run.reading))
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.APPLIED)


WHAT = {"bring in": lambda run, school, by: bring_in(run, school, by=by), "unguarded": unguarded}


def attempt(what: str, run: int, by: int, at: float) -> dict:
    found = ImportRun.objects.get(pk=run)
    school = School.objects.get(pk=found.scope)
    person = User.objects.get(pk=by)
    time.sleep(max(0, at - time.time()))
    try:
        WHAT[what](found, school, person)
    except CannotBeApplied:
        return {"outcome": "too late"}
    except Exception as error:
        return {"outcome": repr(error)}
    return {"outcome": "done"}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    say("ready")
    for line in sys.stdin:
        answer = attempt(**json.loads(line))
        connection.close()
        say(json.dumps(answer))


if __name__ == "__main__":
    main()
