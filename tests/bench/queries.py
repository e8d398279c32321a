"""How many queries a page costs, with few rows on it and with many."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from les_portal.publication.stored import DATA
from programmes import browsing
from tests.bench import words
from tests.bench.finding import Finding

FEW, MANY = 25, 100
ADDRESSES = {
    "list page": "/nl/programmes/",
    "school list": "/nl/schools/",
    "map page": "/nl/map/",
    "search page": f"/nl/programmes/?q={words.COMMON}",
    "API, programmes": "/api/v1/programmes/?page_size={rows}",
    "API, schools": "/api/v1/schools/?page_size={rows}",
}


def find() -> Iterator[Finding]:
    for what, address in ADDRESSES.items():
        few, many = count(address, FEW), count(address, MANY)
        floor = f"with {FEW} rows: {few} queries"
        yield Finding(f"queries with {MANY} rows, {what}: {many}", many / few, floor, goal=1)


def count(address: str, rows: int) -> int:
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies["csrftoken"] = "bench"  # somebody we know, for whom pages are made
    address = address.format(rows=rows)
    with rows_per_page(rows):
        client.get(address)  # what a process remembers after its first answer is not the page's
        DATA.clear()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}")
    return len(captured)


@contextmanager
def rows_per_page(rows: int) -> Iterator[None]:
    """Visitors cannot choose it."""
    defaults = browsing.page_of.__kwdefaults__
    usual, defaults["size"] = defaults["size"], rows
    try:
        yield
    finally:
        defaults["size"] = usual
