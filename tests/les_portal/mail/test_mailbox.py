import pytest
from bs4 import BeautifulSoup
from django.test import Client

from les_portal.mail.models import Mail
from les_portal.mail.sending import Address

pytestmark = pytest.mark.django_db
MAILBOX = "/dev/mail/"


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.MAILBOX = True


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_mailbox_lists_what_arrived_newest_first_without_signing_in(client, finn, write, do_jobs):
    write(finn, change="First")
    do_jobs()
    write(Address("new@example.org", "fr"), change="Second")
    do_jobs()
    page = soup(client.get(MAILBOX))
    assert [row.get_text() for row in page.select(".mailbox .subject")] == ["Second", "First"]
    assert [row.get_text() for row in page.select(".mailbox .to")] == ["new@example.org", "Finn O'Brien"]
    assert [row.get_text() for row in page.select(".mailbox .lang-mark")] == ["fr", "en"]
    assert [link["href"] for link in page.select(".mailbox a")] == [
        f"{MAILBOX}{pk}/" for pk in Mail.objects.order_by("-pk").values_list("pk", flat=True)
    ]


def test_mailbox_holds_only_what_arrived(client, finn, write, choose, do_jobs_later):
    write(finn)
    assert soup(client.get(MAILBOX)).find(class_="empty"), "on its way"
    choose(finn, "daily")
    part = write(finn)
    do_jobs_later()
    do_jobs_later()
    assert len(soup(client.get(MAILBOX)).select(".mailbox li")) == 2
    assert client.get(f"{MAILBOX}{part.pk}/").status_code == 404, "it came inside the summary"


def test_opened_mail_shows_both_forms(client, finn, write, do_jobs):
    mail = write(finn)
    do_jobs()
    page = soup(client.get(f"{MAILBOX}{mail.pk}/"))
    assert page.h1.get_text() == mail.subject
    assert "finn@example.org" in page.get_text()
    text = page.find(class_="mail-text")
    assert "Something <new>" in text.get_text()
    assert text.find("a")["href"].startswith("http://")
    assert page.iframe["src"] == f"{MAILBOX}{mail.pk}/html/"
    assert page.iframe["sandbox"] == ["allow-popups", "allow-popups-to-escape-sandbox"]


def directives(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def test_only_this_page_may_hold_a_frame_of_ours(client, finn, write, do_jobs):
    mail = write(finn)
    do_jobs()
    assert directives(client.get(f"{MAILBOX}{mail.pk}/"))["frame-src"] == "'self'"
    assert "frame-src" not in directives(client.get(MAILBOX))


def test_html_of_a_mail_is_shut_in(finn, write, do_jobs):
    """Not with the strict client: a mail has its style inside, and that is what this policy is for."""
    mail = write(finn)
    do_jobs()
    Mail.objects.update(html="<head></head><script>alert(1)</script>")
    response = Client().get(f"{MAILBOX}{mail.pk}/html/")
    assert directives(response) == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-popups allow-popups-to-escape-sandbox",
    }
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_blank">' in response.content.decode()


def test_mailbox_has_pages_and_asks_as_often_for_many(client, finn, write, do_jobs, queries_stay_constant):
    def make(number):
        for _ in range(number):
            write(finn)
        do_jobs()

    queries_stay_constant(MAILBOX, make, rows=20)
    make(31)
    assert len(soup(client.get(MAILBOX + "?page=2")).select(".mailbox li")) == 1


def test_on_a_portal_that_people_use_there_is_no_mailbox(client, client_of, nora, finn, write, do_jobs, settings):
    mail = write(finn)
    do_jobs()
    settings.MAILBOX = False
    for visitor in (client, client_of(nora)):
        for address in (MAILBOX, f"{MAILBOX}{mail.pk}/", f"{MAILBOX}{mail.pk}/html/"):
            assert visitor.get(address).status_code == 404


@pytest.mark.parametrize(
    ("email_url", "site_url", "allowed_hosts", "expected"),
    [
        ("", "http://127.0.0.1:8000", "127.0.0.1,localhost", "True"),
        ("", "http://[::1]:8000", "[::1]", "True"),
        ("smtp://mail.example.org:25", "http://127.0.0.1:8000", "127.0.0.1", "False"),
        ("", "https://portal.example.org", "127.0.0.1", "False"),
        ("", "http://127.0.0.1:8000", "127.0.0.1,portal.example.org", "False"),
        ("", "http://127.0.0.1:8000", "*", "False"),
    ],
)
def test_mailbox_is_only_of_a_demo_on_this_machine(email_url, site_url, allowed_hosts, expected):
    import os
    import subprocess
    import sys

    from tests.architecture.files import ROOT

    script = "from django.conf import settings; print(settings.MAILBOX)"
    own = {"DJANGO_SETTINGS_MODULE": "les_portal.settings", "EMAIL_URL": email_url}
    own |= {"SITE_URL": site_url, "ALLOWED_HOSTS": allowed_hosts}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=os.environ | own, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == expected
