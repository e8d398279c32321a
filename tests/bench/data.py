"""A portal as large as asked, the same every time: the demo, and made-up schools that teach what its schools teach."""

from collections.abc import Iterator
from io import StringIO
from random import Random

from django.core.management import call_command
from django.db import connection, transaction

from les_portal.organisations.models import Organisation
from les_portal.publication.changes import changed
from les_portal.search.words import fold
from programmes.models import Offering, Programme
from schools.models import Campus, EducationStage, Locality, Place, School
from tests.bench import documents, words
from tests.bench.finding import Finding, once
from tests.bench.rows import Row, batches, new_ids, write

SHARED_ADDRESS = 0.12  # of the campuses; the registers have up to six institutions at one address
# What every listing tells. All texts in three languages would be a gigabyte at 40,000 campuses.
COPIED = [f"{name}_{code}" for name in ("title", "summary") for code in ("nl", "fr", "en")] + ["content_nl"]
COPIED += ["form_id", "field_id", "level_id", "qualification_id", "duration_months", "workplace_share", "confirmed_on"]


def make_portal(campuses: int) -> Iterator[Finding]:
    call_command("migrate", verbosity=0)
    call_command("demo", stdout=StringIO())
    fill(campuses)
    documents.make_one()
    indexing = once(lambda: call_command("reindex", stdout=StringIO()))
    if connection.vendor == "postgresql":
        # Its housekeeping would do so in the background, within minutes.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    yield Finding("search index made anew", p50_ms=indexing, growth_goal=12)


def fill(campuses: int) -> None:
    with transaction.atomic():
        catalogue = Catalogue(Random(1), campuses - Campus.objects.active().count())
        catalogue.write_schools()
        catalogue.write_programmes()
        changed("school", [])  # another edition; no rows, because the search index is made apart and timed


class Catalogue:
    """Schools with one to four campuses, each with five programmes."""

    def __init__(self, random: Random, campuses: int) -> None:
        self.random, self.places = random, Places(random)
        self.organisations: list[Row] = []
        self.schools: list[Row] = []
        self.campuses: list[Row] = []
        ids, school_ids, campus_ids = new_ids(Organisation), new_ids(School), new_ids(Campus)
        while len(self.campuses) < campuses:
            size = min(random.choice((1, 1, 1, 2, 2, 3, 4)), campuses - len(self.campuses))
            places = [self.places.next() for _ in range(size)]
            self.organisations.append(self._organisation(next(ids), places[0]))
            self.schools.append(self._school(next(school_ids)))
            self.campuses += [self._campus(next(campus_ids), place, number) for number, place in enumerate(places)]

    def _organisation(self, pk: int, place: Row) -> Row:
        name = words.school_name(self.random, place["country"], place["municipality"])
        return {
            "id": pk,
            "name": name,
            "sort_key": fold(name),
            "slug": f"school-{pk}",
            "kind": Organisation.Kind.SCHOOL.value,
            "country": place["country"],
        }

    def _school(self, pk: int) -> Row:
        kind = self.random.choice(School.Type.values)
        return {"id": pk, "organisation_id": self.organisations[-1]["id"], "type": kind}

    def _campus(self, pk: int, place: Row, number: int) -> Row:
        return {
            "id": pk,
            "school_id": self.schools[-1]["id"],
            "place_id": place["id"],
            "sort_key": fold(f"{self.organisations[-1]['name']} {place['municipality']}"),
            "slug": f"campus-{number + 1}",
            "site_number": str(number + 1),
        }

    def write_schools(self) -> None:
        write(Place, self.places.made)
        write(Organisation, self.organisations)
        write(School, self.schools)
        write(Campus, self.campuses)
        stages = list(EducationStage.objects.order_by("pk").values_list("pk", flat=True))
        write(
            School.stages.through,
            ({"school_id": row["id"], "educationstage_id": self.random.choice(stages)} for row in self.schools),
        )

    def write_programmes(self) -> None:
        for batch in batches(self._programmes(), 5000):
            write(Programme, (row for row, _campus, _occupations in batch))
            write(Offering, ({"programme_id": row["id"], "campus_id": campus} for row, campus, _occupations in batch))
            write(
                Programme.occupations.through,
                (
                    {"programme_id": row["id"], "occupation_id": occupation}
                    for row, _campus, occupations in batch
                    for occupation in occupations
                ),
            )

    def _programmes(self) -> Iterator[tuple[Row, int, list[int]]]:
        """Each in the words of a programme of the demo, at a campus; with the ids of its occupations."""
        told = {country: demo_programmes(country) for country in words.KINDS}
        countries = {
            school["id"]: organisation["country"]
            for school, organisation in zip(self.schools, self.organisations, strict=True)
        }
        ids = new_ids(Programme)
        for number in range(len(self.campuses) * words.PROGRAMMES_PER_CAMPUS):
            campus = self.campuses[number // words.PROGRAMMES_PER_CAMPUS]
            texts, occupations = self.random.choice(told[countries[campus["school_id"]]])
            speciality = words.RARE if number < words.RARE_LISTINGS else words.speciality(self.random)
            yield programme(next(ids), texts, speciality, campus), campus["id"], occupations


def programme(pk: int, texts: Row, speciality: str, campus: Row) -> Row:
    title = f"{texts['title_nl']}: {speciality}"[:160]
    return {
        **texts,
        "id": pk,
        "title": title,
        "title_nl": title,
        "sort_key": fold(title),
        "slug": f"programme-{pk}",
        "school_id": campus["school_id"],
        "status": Programme.Status.PUBLISHED.value,
    }


def demo_programmes(country: str) -> list[tuple[Row, list[int]]]:
    rows = Programme.objects.filter(is_demo=True, school__organisation__country=country).order_by("slug")
    occupations = Programme.occupations.through.objects
    return [
        (
            {name: getattr(row, name) for name in COPIED},
            list(occupations.filter(programme=row).values_list("occupation", flat=True)),
        )
        for row in rows
    ]


class Places:
    """Addresses around the post codes of the region."""

    def __init__(self, random: Random) -> None:
        rows = Locality.objects.filter(country__in=words.KINDS).exclude(postcode="").order_by("pk")
        self.localities, self.random, self.ids = list(rows), random, new_ids(Place)
        self.made: list[Row] = []

    def next(self) -> Row:
        if self.made and self.random.random() < SHARED_ADDRESS:
            return self.random.choice(self.made[-200:])
        where, street = self.random.choice(self.localities), self.random.choice(words.STREETS)
        number = str(len(self.made) + 1)
        place = {
            "id": next(self.ids),
            "key": Place.make_key(where.country, where.postcode, street, number),
            "country": where.country,
            "street": street,
            "house_number": number,
            "postcode": where.postcode,
            "municipality": where.name,
            "lat": round(self.random.gauss(where.lat, 0.02), 6),
            "lon": round(self.random.gauss(where.lon, 0.03), 6),
        }
        self.made.append(place)
        return place
