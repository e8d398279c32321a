from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.browsing.kept import forget_kept_answers


def queries_stay_constant(client, url: str, make_rows, *, rows: int = 50) -> None:
    """As many queries for `rows` rows as for one. `make_rows(n)` makes n more of what `url` shows."""
    make_rows(1)
    client.get(url)  # what a process remembers after its first answer with a row is not the page's
    for_one = queries_of(client, url)
    make_rows(rows - 1)
    for_many = queries_of(client, url)
    seen = {query["sql"] for query in for_one.captured_queries}
    more = "\n".join(query["sql"][:200] for query in for_many.captured_queries if query["sql"] not in seen)
    assert len(for_many) == len(for_one), f"{len(for_one)} queries for 1 row, {len(for_many)} for {rows}:\n{more}"


def queries_of(client, url: str) -> CaptureQueriesContext:
    """Those of an answer that is made, not one that was kept."""
    forget_kept_answers()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200, url
    return queries
