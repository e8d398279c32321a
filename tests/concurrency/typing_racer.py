"""One who writes in a listing at a given moment, together with others in processes of their own."""

import django

django.setup()

from django.template.loader import get_template  # noqa: E402

from les_portal.accounts.models import User  # noqa: E402
from les_portal.listings.actions import publishing, revising  # noqa: E402
from les_portal.listings.actions.revising import Typed  # noqa: E402
from les_portal.listings.content import content_of  # noqa: E402
from les_portal.listings.models import Revision  # noqa: E402
from les_portal.listings.views.editing import at_last  # noqa: E402
from les_portal.organisations.rules import roles_of  # noqa: E402
from les_portal.workflow.engine import workflow_of  # noqa: E402
from programmes.models import Programme  # noqa: E402
from tests.concurrency import racer  # noqa: E402


def write(listing: Programme, by: User, name: str, value: str) -> None:
    seen = getattr(listing, name) or ""
    at_last(lambda: revising.type_into(listing, {name: Typed(seen, value)}, by=by))


def write_unguarded(listing: Programme, by: User, name: str, value: str) -> None:
    """The control: the same, as one writes it without thinking of others."""
    revision = at_last(lambda: revising.open_revision(listing, by=by))
    live = content_of(listing)
    if conflict := revising._type(revision, name, Typed(live[name], value), live, by=by, page=""):
        revising._set_aside(revision, conflict, by=by)
    racer.wait_until_all_have_looked()
    revision.save()


def bring_in(listing: Programme, by: User, name: str, value: str) -> None:
    at_last(lambda: revising.revise(listing, {name: value}, by=by))


def apply(listing: Programme, by: User, name: str, value: str) -> None:
    revision = Revision.objects.open().get(programme=listing)
    workflow_of(revision).run("apply", revision, by=by)


def publish(listing: Programme, by: User, name: str, value: str) -> None:
    at_last(lambda: publishing.publish(listing, by=by))


WHAT = {
    "write": write,
    "write unguarded": write_unguarded,
    "bring in": bring_in,
    "apply": apply,
    "publish": publish,
}


def attempt(what: str, pk: int, by: int, name: str, value: str) -> str:
    listing = Programme.objects.select_related("school__organisation").get(pk=pk)
    person = User.objects.get(pk=by)
    roles_of(person)
    return racer.race(lambda: WHAT[what](listing, person, name, value)) or "done"


if __name__ == "__main__":
    get_template("mail/programmes/listing_changed.html")  # as in a process that has answered before
    racer.answer_each(attempt)
