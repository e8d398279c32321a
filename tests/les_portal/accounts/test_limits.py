import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import F

from les_portal.accounts.limits import KEPT, SECOND, Limit, address_of
from les_portal.accounts.models import Bucket
from tests.les_portal.accounts.taking import LIMIT, PROCESSES
from tests.services.processes import PATIENCE

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _time_passes_only_when_told(monkeypatch):
    """However long a busy machine takes from one asking to the next."""
    now = time.time_ns()
    monkeypatch.setattr("les_portal.accounts.limits.time", SimpleNamespace(time_ns=lambda: now))


def time_passes(seconds: int) -> None:
    Bucket.objects.update(full_at=F("full_at") - seconds * SECOND)


@pytest.fixture
def limit(db) -> Limit:
    return Limit("test", 6, MINUTE)


def test_take_allows_as_often_as_the_limit_says(limit):
    assert [limit.take("a") for _ in range(6)] == [0] * 6
    assert limit.take("a") == 10


def test_take_allows_again_when_time_has_passed(limit):
    for _ in range(6):
        limit.take("a")
    assert limit.take("a")
    time_passes(10)
    assert not limit.take("a")
    assert limit.take("a"), "one every ten seconds, no more"


def test_refusal_does_not_cost_anything(limit):
    for _ in range(20):
        limit.take("a")
    time_passes(10)
    assert not limit.take("a")


def test_rest_does_not_add_up(limit):
    limit.take("a")
    time_passes(24 * 3600)
    assert sum(not limit.take("a") for _ in range(20)) == 6


def test_somebody_else_is_not_held(limit):
    for _ in range(7):
        limit.take("a")
    assert limit.take("a")
    assert not limit.take("b")
    assert not Limit("other", 1, MINUTE).take("a")


def test_bucket_does_not_tell_who(limit):
    limit.take("192.0.2.7")
    bucket = Bucket.objects.get()
    assert "192.0.2.7" not in bucket.key
    assert str(bucket) == bucket.key[:8]


def test_old_buckets_are_cleaned_up(limit):
    for who in "abc":
        limit.take(who)
    time_passes(KEPT // SECOND + 60)
    limit.take("d")
    assert Bucket.objects.count() == 1


def test_take_costs_one_query_when_there_is_a_bucket(limit, django_assert_num_queries):
    limit.take("a")
    with django_assert_num_queries(1):
        limit.take("a")


@pytest.mark.parametrize(
    ("remote", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
    ],
)
def test_address_is_that_of_one_connection(rf, remote, network):
    assert address_of(rf.get("/", REMOTE_ADDR=remote)) == network


def test_address_is_the_visitors_behind_a_proxy_that_we_trust(rf, settings):
    request = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9, 192.0.2.7"}
    assert address_of(rf.get("/", **request)) == "127.0.0.1/32", "anybody can write this header"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert address_of(rf.get("/", **request)) == "192.0.2.7/32"


def test_address_that_is_none_is_refused(rf):
    with pytest.raises(PermissionDenied):
        address_of(rf.get("/", REMOTE_ADDR=""))


# --- several processes at once --------------------------------------------------------------------


@pytest.fixture
def environment(transactional_db, tmp_path) -> dict[str, str]:
    """A database that other processes see: the test's own, or for SQLite a file with the one table."""
    if connection.vendor == "sqlite":
        url = f"sqlite:///{tmp_path / 'limits.sqlite3'}"
        make = "from les_portal.accounts.models import Bucket; from django.db import connection as c\n"
        make += "with c.schema_editor() as editor: editor.create_model(Bucket)"
        environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "les_portal.settings"}
        command = [sys.executable, "-c", f"import django; django.setup()\n{make}"]
        subprocess.run(command, check=True, env=environment, capture_output=True)
        return environment
    own = connection.settings_dict
    url = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "les_portal.settings"}


def allowed(how: str, environment: dict[str, str], folder: Path) -> int:
    """How often four processes were allowed together, each asking as often as the limit is high."""
    command = [sys.executable, "-m", "tests.les_portal.accounts.taking", how, str(folder)]
    how_run = {"env": environment, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, **how_run) for _ in range(PROCESSES)]
    answers = [process.communicate(timeout=PATIENCE) for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, answers
    return sum(int(said) for said, _errors in answers)


def test_many_at_once_get_no_more_than_the_limit(environment, tmp_path):
    assert allowed("guarded", environment, tmp_path) == LIMIT


def test_many_at_once_get_more_when_nothing_guards(environment, tmp_path):
    """The negative control."""
    assert allowed("unguarded", environment, tmp_path) > LIMIT
