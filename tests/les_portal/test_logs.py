"""The log helps who looks after the portal, and nobody to get in."""

import io
import logging
import re

import pytest
from django.test import Client

from les_portal.logs import Line
from les_portal.mail.models import Mail
from les_portal.organisations.actions.invitations import invite


@pytest.fixture
def log():
    """What stands on the console, by the settings' own handler."""
    [console] = [handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, Line)]
    lines = io.StringIO()
    screen = console.setStream(lines)
    yield lines
    console.setStream(screen)


@pytest.mark.django_db
def test_a_link_that_opens_something_is_not_written_down(log, ada, school_organisation):
    invite(school_organisation, email="piet@example.org", role="reader", language="nl", by=ada)
    secret = re.search(r"/invitation/([\w-]+)/", Mail.objects.get().text)[1]
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(f"/nl/invitation/{secret}/").status_code == 403
    assert browser.put(f"/nl/invitation/{secret}/").status_code in (403, 405)
    assert "/nl/invitation/…/" in log.getvalue()
    assert secret not in log.getvalue()


@pytest.mark.parametrize(
    "path",
    [
        "/nl/account/password/reset/key/1-c8x2k3-abcdef/",
        "/nl/mail/stop/WzEsIm:1vM:x-y/",
        "/nl/still-right/.eJyLNjHQ:1vM-x_y/",
    ],
)
def test_nor_what_resets_a_password_stops_mail_or_confirms_listings(log, path):
    logging.getLogger("django.request").error("Internal Server Error: %s", path)
    assert "Internal Server Error: /nl/" in log.getvalue()
    assert path.rstrip("/").rpartition("/")[2] not in log.getvalue()


def test_nor_somebodys_address_however_deep_it_stands(log):
    try:
        raise ValueError("Key (email)=(piet.o-brien+les@mail.example.org) already exists")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/nl/join/")
    assert "ValueError: Key (email)=(…@…) already exists" in log.getvalue()
    assert "piet" not in log.getvalue()
