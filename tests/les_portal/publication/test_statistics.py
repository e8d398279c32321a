import pytest
from django.db import connection, transaction

from les_portal.publication.statistics import count_anew
from programmes.models import Programme


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer, which waits its turn")
def test_a_table_that_somebody_holds_is_left_out():
    somebody = connection.copy("somebody")
    try:
        with transaction.atomic(), somebody.cursor() as cursor:
            cursor.execute(f"BEGIN; LOCK TABLE {Programme._meta.db_table} IN SHARE UPDATE EXCLUSIVE MODE")
            count_anew()
    finally:
        somebody.close()
