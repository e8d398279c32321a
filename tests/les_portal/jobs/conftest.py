import resource
import signal

import pytest

from les_portal.jobs import carrier
from les_portal.jobs.daily import Calendar
from tests.faults.broker import broker


@pytest.fixture(autouse=True)
def _no_broker(settings, monkeypatch):
    """Also where these tests run beside one; and nobody remembers that another test's was dead."""
    settings.CELERY_BROKER_URL = None
    monkeypatch.setattr(carrier, "_resting_until", 0.0)


@pytest.fixture(autouse=True)
def _no_daily_jobs(monkeypatch):
    """Jobs are counted here, and who counts must not find another one because of the hour."""
    monkeypatch.setattr(Calendar, "look", lambda self: None)


@pytest.fixture
def redis(settings):
    with broker() as server:
        settings.CELERY_BROKER_URL = server.url
        yield server


@pytest.fixture
def process_as_before():
    """For what changes the process that it runs in."""
    signals = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)}
    memory = resource.getrlimit(resource.RLIMIT_AS)
    yield
    resource.setrlimit(resource.RLIMIT_AS, memory)
    for number, handler in signals.items():
        signal.signal(number, handler)
