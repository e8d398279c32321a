"""What is made when something changes: the map's data, one school; how large it is; and a list in three languages."""

from collections.abc import Iterator

import brotli
import orjson
from django.db import models, transaction

from les_portal.pages.views.points import columns
from programmes.api.features import features
from programmes.cards import in_languages, translated
from programmes.models import Programme
from schools.models import Campus, Place, School
from tests.bench import naive
from tests.bench.finding import Finding, milliseconds

PLACES = 2000  # that many schools the goal for the first payload speaks of
LIST_ROWS = 500
TOO_MANY_FOR_SERIALIZERS = 10_000


def find() -> Iterator[Finding]:
    yield from map_data_made_anew()
    yield one_school_changes()
    if Place.objects.count() >= PLACES:
        yield from first_payload()
    yield from translated_list()


def map_data_made_anew() -> Iterator[Finding]:
    def points() -> bytes:
        return orjson.dumps(columns(Campus.objects.active()))

    def geojson() -> bytes:
        return orjson.dumps(features(Campus.objects.active().order_by("pk"), ""))

    for what, build, goal in (("map data", points, 0.02), ("campuses.geojson", geojson, 0.05)):
        if Campus.objects.count() > TOO_MANY_FOR_SERIALIZERS:
            ours, ratio = milliseconds(build, rounds=3)[0], None
        else:
            ours, serializers = milliseconds(build, naive.all_campuses, rounds=3)
            ratio = ours / serializers
        size = len(brotli.compress(build(), quality=9))
        yield Finding(f"{what} made anew", ratio, "model serializers", ours, size, 3, goal, growth_goal=12)


def one_school_changes() -> Finding:
    school = School.objects.order_by("pk").last()

    def save() -> None:
        with transaction.atomic():
            school.save()

    return Finding("one school saved", p50_ms=milliseconds(save, rounds=9)[0], rounds=9, growth_goal=1.5)


def first_payload() -> Iterator[Finding]:
    """Brotli 9, as it is sent."""
    last = Place.objects.order_by("pk").values_list("pk", flat=True)[PLACES - 1]
    campuses = Campus.objects.active().filter(place__lte=last)
    slim = len(brotli.compress(orjson.dumps(columns(campuses)), quality=9))
    full = len(brotli.compress(orjson.dumps(features(campuses.order_by("pk"), "")), quality=9))
    yield Finding(f"map data of {PLACES} places", slim / full, "the same as GeoJSON", bytes=slim, goal=0.27)
    yield Finding(f"map data of {PLACES} places", slim / 30_000, "30 kB", bytes=slim, goal=1)


def translated_list() -> Iterator[Finding]:
    """Titles and summaries: as the lists read them, with the visitor's language chosen, and as translated objects."""
    wanted = ["id", "slug", *in_languages("title", "summary")]

    def plain() -> list:
        return list(models.QuerySet(Programme).order_by("pk").values(*wanted)[:LIST_ROWS])

    def raw() -> list:
        return list(Programme.objects.rewrite(False).order_by("pk").values(*wanted)[:LIST_ROWS])

    def chosen() -> list:
        return [(row["slug"], translated(row, "title"), translated(row, "summary")) for row in raw()]

    def objects() -> list:
        return [(row.slug, row.title, row.summary) for row in Programme.objects.order_by("pk")[:LIST_ROWS]]

    raw_ms, chosen_ms, objects_ms, plain_ms = milliseconds(raw, chosen, objects, plain, rounds=9)
    floor = "a plain model's columns"
    yield Finding(f"{LIST_ROWS} rows in all languages", raw_ms / plain_ms, floor, raw_ms, rounds=9, goal=1.2)
    yield Finding(f"{LIST_ROWS} rows in the visitor's", chosen_ms / plain_ms, floor, chosen_ms, rounds=9)
    yield Finding(f"{LIST_ROWS} translated objects", objects_ms / plain_ms, floor, objects_ms, rounds=9)
