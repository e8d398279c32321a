"""The one page behind every button: it asks, it does, it says who was faster."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, OperationalError
from django.urls import reverse

from les_portal.activity.models import Entry
from les_portal.workflow.asking import TRIES
from les_portal.workflow.engine import workflow_of
from programmes.models import Programme
from tests.factories.accounts import UserFactory
from tests.les_portal.workflow.tables import table

pytestmark = pytest.mark.django_db


def address(obj, name: str, label: str = "programmes.programme") -> str:
    return reverse("workflow:transition", args=[label, obj.pk, name])


def read(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def status(obj) -> str:
    return Programme.objects.get(pk=obj.pk).status


def test_get_asks_and_changes_nothing(client_of, anna, published):
    page = read(client_of(anna).get(address(published, "archive"), headers={"Accept-Language": "en"}))
    assert "Frezen" in page.get_text()
    assert str(workflow_of(published).transitions["archive"].consequence) in page.get_text()
    assert page.select_one("textarea[name=comment][required]")
    assert len(page.select("form button")) == 1
    assert (status(published), Entry.objects.count()) == ("published", 0)


def test_without_need_it_asks_for_no_comment(client_of, anna, draft):
    page = read(client_of(anna).get(address(draft, "publish")))
    assert not page.select_one("textarea")
    assert page.select_one("form button.primary")


def test_what_is_missing_stands_in_a_list_and_there_is_no_button(client_of, anna, draft):
    draft.campuses.all().delete()
    draft.school.organisation.website = draft.school.organisation.email = draft.school.organisation.phone = ""
    draft.school.organisation.save()
    page = read(client_of(anna).get(address(draft, "publish")))
    assert len(page.select(".notice.warn li")) == 2
    assert not page.select("form button")
    page = read(client_of(anna).post(address(draft, "publish")))
    assert len(page.select(".notice.warn li")) == 2
    assert (status(draft), Entry.objects.count()) == ("draft", 0)


def test_post_does_it_and_says_what_was_done(client_of, anna, draft):
    response = client_of(anna).post(address(draft, "publish"), follow=True)
    assert response.redirect_chain == [(workflow_of(draft).page(draft), 302)]
    assert status(draft) == "published"
    said = BeautifulSoup(response.content, "html.parser").select_one(".notice.good").get_text()
    assert "Anna" in said
    assert "Lassen" in said
    assert Entry.objects.get().actor == anna


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [("/nl/desk/", "/nl/desk/"), ("https://evil.example/", None), ("//evil.example", None), ("", None)],
)
def test_it_leads_back_to_where_one_came_from_if_that_is_here(client_of, anna, draft, wanted, leads_to):
    page = read(client_of(anna).get(address(draft, "publish"), {"next": wanted}))
    assert page.select_one("[name=next]")["value"] == (leads_to or workflow_of(draft).page(draft))
    response = client_of(anna).post(address(draft, "publish"), {"next": wanted})
    assert response["Location"] == (leads_to or workflow_of(draft).page(draft))


@pytest.mark.parametrize("comment", ["", "  ", "a\x00b", "a" * 2001])
def test_a_comment_that_cannot_be_is_asked_again_and_nothing_is_lost(client_of, anna, published, comment):
    page = read(client_of(anna).post(address(published, "archive"), {"comment": comment, "next": "/nl/desk/"}))
    assert page.select_one(".error-summary")
    assert page.select_one("textarea").get_text().strip() == comment.strip()
    assert page.select_one("[name=next]")["value"] == "/nl/desk/"
    assert (status(published), Entry.objects.count()) == ("published", 0)


def test_a_comment_nobody_asked_for_is_looked_at_too(client_of, anna, draft):
    assert read(client_of(anna).post(address(draft, "publish"), {"comment": "a\x00b"})).select_one(".error-summary")
    assert status(draft) == "draft"


def test_whoever_comes_too_late_hears_who_did_what_and_when(client_of, anna, ada, published):
    workflow_of(published).run("archive", published, by=ada, comment="Not taught any more.")
    for response in (
        client_of(anna).get(address(published, "withdraw")),
        client_of(anna).post(address(published, "withdraw"), {"comment": "A long text of Anna."}),
    ):
        assert response.status_code == 409
        page = read(response)
        assert "Ada" in page.select_one(".timeline").get_text()
        assert "Not taught any more." in page.get_text()
        assert page.select_one("time")
    assert "A long text of Anna." in page.get_text()
    assert (status(published), Entry.objects.count()) == ("archived", 1)


def test_a_comment_with_errors_that_comes_too_late_is_too_late(client_of, anna, ada, published):
    workflow_of(published).run("archive", published, by=ada, comment="why")
    assert client_of(anna).post(address(published, "withdraw"), {"comment": ""}).status_code == 409


def test_a_second_click_of_the_same_person_is_told_so(client_of, anna, draft, ada):
    client_of(anna).post(address(draft, "publish"))
    by_anna = read(client_of(anna).post(address(draft, "publish")))
    by_ada = read(client_of(ada).post(address(draft, "publish")))
    assert by_anna.select_one("h1").get_text() != by_ada.select_one("h1").get_text()
    assert Entry.objects.count() == 1


def test_a_wrong_state_without_history_is_said_plainly(client_of, anna, draft):
    response = client_of(anna).get(address(draft, "reopen"))
    assert response.status_code == 409
    assert not read(response).select(".timeline")


def test_somebody_is_faster_between_the_look_and_the_lock(client_of, anna, ada, draft, meanwhile):
    meanwhile(lambda listing: workflow_of(listing).run("open", listing, by=ada))
    response = client_of(anna).post(address(draft, "open"), {"comment": "A long text of Anna."})
    assert response.status_code == 409
    assert "Ada" in read(response).get_text()
    assert "A long text of Anna." in read(response).get_text()
    assert Entry.objects.get().actor == ada


def test_a_row_that_goes_meanwhile_is_not_there(client_of, anna, draft, meanwhile):
    meanwhile(lambda listing: listing.delete())
    assert client_of(anna).post(address(draft, "open")).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_do_not_learn_that_it_exists(client, client_of, chloe, emma, finn, draft, method):
    for person in (chloe, emma, finn, UserFactory()):
        assert getattr(client_of(person), method)(address(draft, "publish")).status_code == 404
    assert "/login/" in getattr(client, method)(address(draft, "publish"))["Location"]
    assert (status(draft), Entry.objects.count()) == ("draft", 0)


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_see_and_not_do_is_told_so(client_of, bram, draft, method):
    assert getattr(client_of(bram), method)(address(draft, "publish")).status_code == 403
    assert (status(draft), Entry.objects.count()) == ("draft", 0)


@pytest.mark.parametrize("path", ["programmes.x/1/go", "programmes.programme/{pk}/fly", "programmes.programme/0/x"])
def test_what_does_not_exist_is_not_found(client_of, anna, draft, path):
    assert client_of(anna).get(f"/nl/do/{path.format(pk=draft.pk)}/").status_code == 404


@pytest.mark.parametrize("pk", ["x", "²", "9" * 30, "-1", "9" * 18])
def test_an_id_that_cannot_be_is_not_found(client_of, anna, pk):
    assert client_of(anna).get(f"/nl/do/programmes.programme/{pk}/publish/").status_code == 404


def test_it_is_tried_once_more_when_two_take_the_same_number(client_of, anna, draft, in_its_place):
    failures = [IntegrityError("taken"), None]

    def collide(listing, *, by, comment):
        if error := failures.pop(0):
            raise error

    in_its_place(table(effects=(collide,)))
    assert client_of(anna).post(address(draft, "open")).status_code == 302
    assert (failures, Entry.objects.count(), status(draft)) == ([], 1, "published")


def locked(times: int, message: str = "database is locked") -> tuple[list, Callable]:
    """An effect that finds the database locked so many times."""
    tries = []

    def effect(listing, *, by, comment):
        tries.append(listing)
        if len(tries) <= times:
            raise OperationalError(message)

    return tries, effect


def test_who_waits_too_long_for_a_lock_tries_again(client_of, anna, draft, in_its_place):
    tries, effect = locked(2)
    in_its_place(table(effects=(effect,)))
    assert client_of(anna).post(address(draft, "open")).status_code == 302
    assert (len(tries), Entry.objects.count(), status(draft)) == (3, 1, "published")


def test_what_stays_locked_is_said_and_nothing_is_lost(client_of, anna, draft, in_its_place):
    tries, effect = locked(99)
    in_its_place(table(effects=(effect,)))
    response = client_of(anna).post(address(draft, "open"), {"comment": "A long text of Anna."})
    page = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, len(tries)) == (503, TRIES)
    assert page.select_one("[role=alert]")
    assert page.select_one("textarea").get_text().strip() == "A long text of Anna."
    assert (Entry.objects.count(), status(draft)) == (0, "draft")
    asked = f"/api/v1/transitions/programmes.programme/{draft.pk}/open/"
    answer = client_of(anna).post(asked, {}, content_type="application/json")
    assert (answer.status_code, list(answer.json()["errors"])) == (503, ["state"])


def test_a_database_that_is_gone_is_not_called_busy(client_of, anna, draft, in_its_place):
    tries, effect = locked(99, "server closed the connection")
    in_its_place(table(effects=(effect,)))
    with pytest.raises(OperationalError):
        client_of(anna).post(address(draft, "open"))
    assert len(tries) == 1


def test_no_cache_keeps_it(client_of, anna, draft):
    assert "no-store" in client_of(anna).get(address(draft, "publish"))["Cache-Control"]
