"""What schools do with their listings: their pages with one and with 300, and what is written for each of 300."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from les_portal.accounts.models import User
from les_portal.imports.actions import apply_run, check_file
from les_portal.listings.content import content_of
from les_portal.listings.still_right import link_for
from les_portal.organisations.models import Membership
from les_portal.publication.changes import changed
from les_portal.publication.tables import separated
from programmes.models import Offering, Programme
from schools.models import Campus, School
from tests.bench.finding import Finding, milliseconds

MANY = 300
EDITOR = "bench@example.org"
BARE = "bare view that saves one row"


class Undo(Exception):
    """What was measured is not kept."""


def find() -> Iterator[Finding]:
    few, many = (school for school in School.objects.active().order_by("-pk")[:2])
    editor = User.objects.create_user(email=EDITOR, name="Bench")
    for school, number in ((few, 1), (many, MANY)):
        Membership.objects.create(user=editor, organisation=school.organisation, role=Membership.Role.EDITOR)
        teach(school, number)
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    yield from pages(browser, editor, few, many)
    yield from doors(browser, many)
    yield from file_of(many, editor)


def teach(school: School, number: int) -> None:
    """So many programmes, in the words of one that is there."""
    told = Programme.objects.rewrite(False).filter(is_demo=True).order_by("pk").values().first()
    school.programmes.all().delete()
    left_out = ("id", "slug", "school_id", "reference", "title")
    words = {name: value for name, value in told.items() if name not in left_out}
    here = {"school": school, "status": Programme.Status.PUBLISHED, "is_demo": False}
    rows = [
        Programme(**words | here, slug=f"kept-{school.pk}-{n}", reference=f"B{n}", title=f"Opleiding {n}")
        for n in range(number)
    ]
    listings = Programme.objects.bulk_create(rows)
    campus = Campus.objects.filter(school=school).first()
    Offering.objects.bulk_create(Offering(programme=listing, campus=campus) for listing in listings)
    changed("programme", [listing.pk for listing in listings])


def pages(browser: Client, editor: User, few: School, many: School) -> Iterator[Finding]:
    for what, address in (("workspace", workspace), ("edit page", edit), ("still-right page", still_right)):
        urls = [address(school, editor) for school in (few, many)]
        one, all_of_them = milliseconds(*(asking(browser, url) for url in urls), rounds=7)
        goal = 8 if what == "still-right page" else 1.5  # which names each of them, with a box
        floor = "the same with one programme"
        yield Finding(f"{what}, {MANY} programmes", all_of_them / one, floor, all_of_them, rounds=7, goal=goal)


def workspace(school: School, editor: User) -> str:
    return reverse("manage:workspace", args=[school.organisation.slug])


def edit(school: School, editor: User) -> str:
    return reverse("listings:edit", args=[school.organisation.slug, school.programmes.first().slug])


def still_right(school: School, editor: User) -> str:
    ids = list(school.programmes.values_list("pk", flat=True))
    return urlsplit(link_for(editor, school, ids, at=timezone.now())).path


def asking(browser: Client, url: str) -> Callable[[], None]:
    def ask() -> None:
        if (status := browser.get(url).status_code) != 200:
            raise RuntimeError(f"{url} answers {status}")

    return ask


def doors(browser: Client, school: School) -> Iterator[Finding]:
    """What is posted while somebody types, and while visitors look around."""
    listing, turn = school.programmes.first(), iter(range(1000))
    address = reverse("listings:save", args=[school.organisation.slug, listing.slug])
    live = content_of(listing)
    beacon = f"view programme {listing.pk}"
    visitor = Client(headers={"host": "127.0.0.1", "sec-fetch-site": "same-origin", "user-agent": "Mozilla/5.0"})
    texts = [live["summary_nl"], *(f"Getikt {n}" for n in turn)]

    def save() -> None:
        was, now = texts.pop(0), texts[0]
        if browser.post(address, {"summary_nl": now, "was-summary_nl": was}).status_code != 200:
            raise RuntimeError("not saved")

    def count() -> None:
        visitor.post("/count/", beacon, content_type="text/plain")

    def bare() -> None:
        with override_settings(ROOT_URLCONF="tests.bench.bare"):
            browser.post("/bare/")
        Programme.objects.filter(pk=listing.pk).update(updated_at=timezone.now())

    for what, action, goal in (("autosave of one field", save, 10), ("a look counted", count, 3)):
        taken, floor = milliseconds(action, bare, rounds=15)
        yield Finding(what, taken / floor, BARE, taken, rounds=15, goal=goal)


def file_of(school: School, editor: User) -> Iterator[Finding]:
    """Its whole file again, with another duration in each row: against 300 rows written one by one and nothing else."""
    rows = [[f"B{n}", f"Opleiding {n} anders"] for n in range(MANY)]
    data = separated([["Eigen referentie", "Titel (nl)"], *rows], delimiter=";", encoding="utf-8")
    run = check_file(source="listings", data=data, file_name="x.csv", by=editor, scope=str(school.pk))
    if run.report["updated"] != MANY:
        raise RuntimeError(f"{run.report['problems'][:3]}")

    def apply() -> None:
        with suppress(Undo), transaction.atomic():
            apply_run(run, by=editor)
            raise Undo

    def save() -> None:
        with suppress(Undo), transaction.atomic():
            for pk in school.programmes.values_list("pk", flat=True):
                Programme.objects.filter(pk=pk).update(updated_at=timezone.now())
            raise Undo

    ours, bare = milliseconds(apply, save, rounds=3)
    yield Finding(f"{MANY} rows of a file applied", ours / bare, f"{MANY} bare saves", ours, rounds=3, goal=16)
