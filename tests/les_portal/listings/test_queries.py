"""Every list and form of a school, and every public page and answer about it: 300 programmes cost what one does."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from les_portal.activity.models import Entry
from les_portal.imports.actions import check_file
from les_portal.listings.models import Correction, Revision
from les_portal.listings.quality.writing import look_at_schools
from les_portal.listings.still_right import link_for
from les_portal.organisations.models import Organisation
from les_portal.publication.changes import changed
from programmes.models import Offering, OpenDay, Programme
from schools.models import Campus, Place, School
from tests.architecture.addresses import addresses
from tests.browsing.queries import queries_of
from tests.factories.programmes import OccupationFactory, at_hour, the_field, the_form, the_level
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.les_portal.listings.sheets import as_file, row

MANY, CAMPUSES = 300, 50
BELOW = ("/nl/manage/", "/nl/network/", "/nl/events/", "/nl/embed/", "/nl/still-right/", "/nl/corrections/", "/api/v1/")
BELOW += ("/nl/programmes/", "/nl/schools/", "/nl/map/", "/nl/for-your-website/", "/count/")

# What these answer is never a list of programmes, or nothing that is asked for.
POSTED = "only POST: it does one thing and sends on"
EXEMPT = {
    **dict.fromkeys(("listings:save", "bulk:apply", "bulk:publish", "quality:dismiss", "quality:restore"), POSTED),
    **dict.fromkeys(("open_days:cancel", "open_days:restore", "open_days:delete", "network:ask-again"), POSTED),
    **dict.fromkeys(("count", "organisations:resend", "organisations:revoke", "api:transition"), POSTED),
    **dict.fromkeys(("organisations:role", "organisations:take-role", "organisations:request"), "about one person"),
    **dict.fromkeys(("api:schema", "api:docs"), "about the interface, not about what is in it"),
    **dict.fromkeys(("api:qualifications", "api:qualification"), "of the registers, not of a school"),
    **dict.fromkeys(
        (
            *("api:descriptions", "api:description-json", "api:description-jsonld", "api:description-pdf"),
            *("api:qualification-jsonld", "api:qualification-xml", "descriptions_network:index"),
        ),
        "of diplomas, not of a school: counted in tests/competences",
    ),
    "bulk:left-out": "there is no run with rows left out; it reads its run and nothing else",
    "campuses:reopen": "its campus is open here; closing is asked, which names the same listings",
}


class Portal:
    """A school with one programme at one campus and something of everything about it; then with 300 at fifty."""

    def __init__(self, organisation: Organisation, editor) -> None:
        self.school, self.editor = SchoolFactory(organisation=organisation), editor
        self.first_campus = CampusFactory(school=self.school, name="Campus 0", slug="campus-0")
        self.campuses = [self.first_campus]
        self.occupation = OccupationFactory()
        self.facts = {
            "form": the_form("SO_VT"),
            "field": the_field("mechatronics"),
            "level": the_level("VKS", "4"),
        }
        self.add_programmes(1)
        rows = [row(f"R{number}", f"Nieuwe {number}", campus="Campus 0") for number in range(2)]
        scope = str(self.school.pk)
        self.run = check_file(source="listings", data=as_file(*rows), file_name="x.csv", by=editor, scope=scope)

    def add_programmes(self, number: int) -> None:
        first, due = Programme.objects.count(), timezone.localdate() - datetime.timedelta(days=1)
        listings = Programme.objects.bulk_create(
            Programme(
                school=self.school,
                slug=f"opleiding-{n}",
                title=f"Opleiding {n}",
                title_nl=f"Opleiding {n}",
                title_fr="Formation",
                sort_key=f"opleiding {n:03}",
                reference=f"L{n}",
                status=Programme.Status.PUBLISHED,
                confirmed_on=due,
                due_on=due,
                is_overdue=True,
                **self.facts,
            )
            for n in range(first, first + number)
        )
        Offering.objects.bulk_create(Offering(programme=each, campus=self.first_campus) for each in listings)
        leads_to = Programme.occupations.through
        leads_to.objects.bulk_create(leads_to(programme=each, occupation=self.occupation) for each in listings)
        self._add_work_on(listings)

    def _add_work_on(self, listings: list[Programme]) -> None:
        """Versions, what is being typed, history, corrections and open days of each."""
        kind, typed = ContentType.objects.get_for_model(Programme), {"changes": {"title_nl": "X"}}
        Revision.objects.bulk_create(
            each
            for listing in listings
            for each in (
                Revision(programme=listing, status="applied", number=1, content={}, updated_by=self.editor),
                Revision(programme=listing, before={"title_nl": listing.title_nl}, updated_by=self.editor, **typed),
            )
        )
        Entry.objects.bulk_create(
            Entry(actor=self.editor, verb="programmes.programme.change", content_type=kind, object_id=listing.pk)
            for listing in listings
        )
        Correction.objects.bulk_create(
            Correction(school=self.school, programme=listing, field="duration_months", current="2", proposal="36")
            for listing in listings
        )
        OpenDay.objects.bulk_create(
            OpenDay(school=self.school, programme=listing, starts_at=at_hour(10, 10), ends_at=at_hour(10, 16))
            for listing in listings
        )

    def add_campuses(self, number: int) -> None:
        where = {"country": "be", "postcode": "9000", "municipality": "Gent", "lat": 51.05, "lon": 3.72}
        places = Place.objects.bulk_create(
            Place(street="Kade", house_number=str(n), key=Place.make_key("be", "9000", "Kade", str(n)), **where)
            for n in range(number)
        )
        made = [
            Campus(school=self.school, place=place, name=f"Kade {n}", slug=f"kade-{n}", sort_key=f"kade {n}")
            for n, place in enumerate(places)
        ]
        self.campuses += Campus.objects.bulk_create(made)

    def make_ready(self) -> None:
        changed("programme", list(Programme.objects.values_list("pk", flat=True)))
        changed("school", list(School.objects.values_list("pk", flat=True)))
        look_at_schools([self.school.pk])

    # --- what is asked --------------------------------------------------------------------------

    @property
    def pages(self) -> dict[str, str]:
        """By name: an address that says what it is about."""
        school, listing = self.school.organisation.slug, Programme.objects.order_by("pk").first()
        all_listings = list(Programme.objects.values_list("pk", flat=True))
        of_school = (school,)
        about = {
            **dict.fromkeys(("listings:programme", "listings:edit", "listings:preview"), (school, listing.slug)),
            **dict.fromkeys(("listings:preview-page", "listings:versions", "listings:find"), (school, listing.slug)),
            "listings:version": (school, listing.slug, 1),
            **dict.fromkeys(("campuses:edit", "campuses:close", "schools:campus"), (school, "campus-0")),
            **dict.fromkeys(("corrections:campus", "corrections:campus-thanks"), (school, "campus-0")),
            **dict.fromkeys(("corrections:school", "corrections:school-thanks", "schools:school"), of_school),
            **dict.fromkeys(("corrections:programme", "corrections:programme-thanks"), (listing.slug,)),
            "programmes:programme": (listing.slug,),
            "api:programme": (listing.pk,),
            "api:school": (self.school.pk,),
            "api:states": ("programmes.programme", listing.pk),
            "corrections:correction": (school, Correction.objects.order_by("pk").first().pk),
            "open_days:edit": (school, OpenDay.objects.order_by("pk").first().pk),
            "event-calendar": (OpenDay.objects.order_by("pk").first().uid,),
            "bulk:run": (school, self.run.pk),
            **dict.fromkeys(("bulk:export", "bulk:template"), (school, "csv")),
            **dict.fromkeys(("pages:place", "embed:place"), (self.first_campus.place_id,)),
        }
        signed = link_for(self.editor, self.school, all_listings, at=timezone.now())
        about["freshness:link"] = (signed.rstrip("/").rpartition("/")[2],)
        found = {}
        for name, path in ADDRESSES.items():
            if name in EXEMPT:
                continue
            found[name] = reverse(name, args=about.get(name, of_school if path.startswith("/nl/manage/") else ()))
        found["listings:find"] += "?field=occupations&q=beroep"
        found["network:approval"] += "?approval=by_network"
        return found


ADDRESSES = {each.name: each.path for each in addresses() if each.path.startswith(BELOW)}


@pytest.fixture
def portal(school_organisation, anna) -> Portal:
    return Portal(school_organisation, anna)


def test_300_programmes_cost_as_many_queries_as_one(portal, client_of, client, ada, nora):
    browsers = {"/nl/network/": client_of(nora), "/nl/manage/": client_of(ada), "/api/v1/transitions/": client_of(ada)}

    def count() -> dict[str, list[str]]:
        found = {}
        for name, address in portal.pages.items():
            browser = next((one for below, one in browsers.items() if address.startswith(below)), client)
            found[name] = [query["sql"] for query in queries_of(browser, address).captured_queries]
        return found

    portal.make_ready()
    count()  # what a process remembers after its first answer is no page's
    for_one = count()
    portal.add_programmes(MANY - 1)
    portal.add_campuses(CAMPUSES - 1)
    portal.make_ready()
    for_many = count()
    more = {
        name: (len(for_one[name]), len(asked), [sql[:160] for sql in asked if sql not in for_one[name]][:8])
        for name, asked in for_many.items()
        if len(asked) != len(for_one[name])
    }
    assert more == {}


def test_every_exemption_is_of_an_address_that_is_there():
    assert sorted(EXEMPT.keys() - ADDRESSES.keys()) == []
