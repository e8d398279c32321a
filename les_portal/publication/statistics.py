from django.db import connection

# What somebody else holds at this moment is left to autovacuum, rather than waited for until the import fails.
ANALYZE = {"postgresql": "ANALYZE (SKIP_LOCKED)", "sqlite": "ANALYZE"}


def count_anew() -> None:
    """Have the database look at how its tables are filled, after many rows came at once.

    SQLite never does so by itself, and then walks through whole tables where an index leads to a few rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(ANALYZE[connection.vendor])
