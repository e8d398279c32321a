import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from les_portal.mail import actions, stopping
from les_portal.mail.models import MailChoice
from les_portal.mail.stopping import stop_url
from tests.browsing.client import StrictClient

pytestmark = pytest.mark.django_db
CHOICES = "/en/mail/choices/"


def soup(response) -> BeautifulSoup:
    assert response.status_code in (200, 404)
    return BeautifulSoup(response.content, "html.parser")


def chosen(page, kind) -> str:
    return page.find("input", {"name": kind.code, "checked": True})["value"]


def test_choices_ask_for_each_kind_what_it_allows(client_of, finn, news, kind):
    decisions, secret = kind("decisions", optional=False), kind("secret", secret=True, optional=False)
    page = soup(client_of(finn).get(CHOICES))
    offered = lambda kind: [field["value"] for field in page.find_all("input", {"name": kind.code})]  # noqa: E731
    assert offered(news) == ["at_once", "daily", "never"]
    assert offered(decisions) == ["at_once", "daily"]
    assert offered(secret) == []
    assert page.find("legend", string=news.label)
    always = [item.get_text() for item in page.select("#always ~ ul li")]
    assert secret.label in always
    assert "Your account" in always
    assert not {news.label, decisions.label, "The daily summary"} & set(always)


def test_choices_are_kept_and_shown(client_of, finn, bram, news, kind):
    other = kind("other")
    client = client_of(finn)
    answers = {**dict.fromkeys(form_fields(client), "at_once"), news.code: "daily", other.code: "never"}
    response = client.post(CHOICES, answers)
    assert response["Location"] == CHOICES
    page = soup(client.get(CHOICES))
    assert (chosen(page, news), chosen(page, other)) == ("daily", "never")
    assert page.find(class_="messages") or "Saved." in page.get_text()
    assert set(finn.mail_choices.values_list("kind", "frequency")) == {("news", "daily"), ("other", "never")}
    assert not bram.mail_choices.exists()


def form_fields(client) -> set[str]:
    return {field["name"] for field in soup(client.get(CHOICES)).find_all("input", type="radio")}


def test_at_once_is_having_chosen_nothing(client_of, finn, news, choose):
    choose(finn, "never")
    client = client_of(finn)
    client.post(CHOICES, dict.fromkeys(form_fields(client), "at_once"))
    assert not finn.mail_choices.exists()


@pytest.mark.parametrize("answer", ["", "sometimes"])
def test_choices_with_a_mistake_change_nothing(client_of, finn, news, choose, answer):
    choose(finn, "daily")
    client = client_of(finn)
    response = client.post(CHOICES, {**dict.fromkeys(form_fields(client), "at_once"), news.code: answer})
    assert soup(response).find(class_="error-summary")
    assert finn.mail_choices.get().frequency == "daily"


def test_what_a_kind_does_not_allow_is_not_written(finn, kind):
    secret = kind("secret", secret=True, optional=False)
    actions.choose(by=finn, chosen={secret.code: "never", "unknown": "never"})
    assert not MailChoice.objects.exists()


def test_choice_that_is_no_longer_allowed_shows_as_at_once(client_of, finn, kind, choose):
    decisions = kind("decisions", optional=False)
    choose(finn, "never", decisions)
    assert chosen(soup(client_of(finn).get(CHOICES)), decisions) == "at_once"


def test_choices_say_so_when_there_is_nothing_to_choose(client_of, finn, monkeypatch):
    from les_portal.mail import kinds
    from les_portal.mail.notifications import ACCOUNT

    kinds.kinds()  # whatever the apps declare is there before the table is replaced
    monkeypatch.setattr(kinds, "_kinds", {"account": ACCOUNT})
    assert soup(client_of(finn).get(CHOICES)).find(class_="empty")


# --- the link in a mail's foot --------------------------------------------------------------------


@pytest.fixture
def link(finn, news, settings):
    with override("en"):
        return stop_url(finn, news).removeprefix(settings.SITE_URL)


def test_stop_asks_first_and_changes_nothing(client, finn, news, link):
    """Scanners of links look at every address in a mail."""
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    page = soup(client.get(link))
    assert news.label in page.h1.get_text()
    assert len(page.main.find_all("button")) == 1
    assert not finn.mail_choices.exists()


def test_stop_stops_this_mail_only(client, finn, bram, news, link):
    page = soup(client.post(link))
    assert page.find(class_="good")
    assert page.main.find("button") is None
    assert list(MailChoice.objects.values_list("user", "kind", "frequency")) == [(finn.pk, "news", "never")]
    assert soup(client.get(link)).find(class_="good"), "it says so also when one comes back"


def test_mail_program_stops_it_with_one_click(finn, link):
    """RFC 8058: a post without a session, a token or a page before it."""
    program = StrictClient(enforce_csrf_checks=True)
    response = program.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (response.status_code, finn.mail_choices.get().frequency) == (200, "never")


def test_stop_is_not_kept_by_any_cache(client, link):
    assert "no-store" in client.get(link)["Cache-Control"]


def links_that_do_not_work(finn, news, kind) -> dict[str, str]:
    signed = lambda value, salt=stopping.SALT: signing.dumps(value, salt=salt)  # noqa: E731
    good = signed([finn.pk, news.code])
    return {
        "cut": good[:-3],
        "of another": good.replace(good[0], "x", 1),
        "nothing": "x",
        "of other links": signed([finn.pk, news.code], "other"),
        "nobody": signed([0, news.code]),
        "unknown kind": signed([finn.pk, "gone"]),
        "always comes": signed([finn.pk, kind("decisions", optional=False).code]),
    }


def test_link_that_does_not_work_helps_and_changes_nothing(client, finn, news, kind):
    for name, signed in links_that_do_not_work(finn, news, kind).items():
        address = reverse("mail:stop", args=[signed])
        for response in (client.get(address), client.post(address)):
            page = soup(response)
            assert response.status_code == 404, name
            assert page.main.find("a", href=reverse("mail:choices")), name
            assert page.main.find("form") is None, name
    assert not MailChoice.objects.exists()


def test_link_of_who_left_no_longer_works(client, finn, link):
    finn.is_active = False
    finn.save()
    assert client.post(link).status_code == 404


@pytest.mark.parametrize(("days", "status"), [(59, 200), (61, 404)])
def test_link_works_for_sixty_days(client, finn, news, monkeypatch, days, status):
    with monkeypatch.context() as past:
        now = signing.time.time()
        past.setattr(signing.time, "time", lambda: now - days * 24 * 3600)
        address = reverse("mail:stop", args=[signing.dumps([finn.pk, news.code], salt=stopping.SALT)])
    assert client.post(address).status_code == status
