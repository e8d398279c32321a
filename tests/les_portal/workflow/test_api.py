"""The same door for programs."""

import json

import pytest

from les_portal.activity.models import Entry
from les_portal.workflow.engine import workflow_of
from tests.browsing.client import StrictClient
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def address(obj, name: str = "") -> str:
    return f"/api/v1/transitions/programmes.programme/{obj.pk}/" + (f"{name}/" if name else "")


def post(client, obj, name, body=None, **options):
    return client.post(address(obj, name), body or {}, content_type="application/json", **options)


def test_get_tells_state_and_what_one_may_do(client_of, anna, bram, draft):
    draft.campuses.all().delete()
    answer = client_of(anna).get(address(draft), headers={"Accept-Language": "en"})
    assert answer.headers["Cache-Control"] == "private, no-store"
    told = answer.json()
    publish, archive = told.pop("transitions")
    assert (archive["name"], archive["missing"]) == ("archive", [])
    assert told == {
        "id": draft.pk,
        "label": "programmes.programme",
        "name": "Lassen",
        "state": {"value": "draft", "words": "Draft"},
    }
    assert (publish["name"], publish["target"]["value"], publish["needs_comment"]) == ("publish", "published", False)
    assert len(publish["missing"]) == 1
    assert client_of(bram).get(address(draft)).json()["transitions"] == []


def test_post_does_it(client_of, anna, draft):
    answer = post(client_of(anna), draft, "publish", {"comment": " ready "})
    assert answer.status_code == 200
    assert answer.json()["state"]["value"] == "published"
    assert {row["name"] for row in answer.json()["transitions"]} == {"withdraw", "archive"}
    assert (Entry.objects.get().actor, Entry.objects.get().comment) == (anna, "ready")


def test_400_says_what_is_missing(client_of, anna, draft, published):
    draft.campuses.all().delete()
    assert list(post(client_of(anna), draft, "publish").json()["errors"]) == ["missing"]
    for body in ({}, {"comment": ""}, {"comment": 7}, {"comment": ["x"]}, ["comment"], {"comment": "\ud800"}):
        answer = post(client_of(anna), published, "archive", json.dumps(body))
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["comment"]), body
    for body in ("{", "[" * 100_000, '{"comment":' * 100_000):
        broken = client_of(anna).post(address(published, "archive"), body, content_type="application/json")
        assert (broken.status_code, list(broken.json()["errors"])) == (400, ["request"]), body[:20]
    assert not Entry.objects.exists()


def test_409_says_who_was_faster(client_of, anna, ada, draft, published):
    assert post(client_of(anna), draft, "reopen", {"comment": "x"}).status_code == 409
    workflow_of(published).run("archive", published, by=ada, comment="why")
    answer = post(client_of(anna), published, "withdraw", {"comment": "x"})
    assert answer.status_code == 409
    assert "Ada" in answer.json()["errors"]["state"]
    assert Entry.objects.count() == 1


def test_409_also_when_somebody_is_faster_between_the_look_and_the_lock(client_of, anna, ada, draft, meanwhile):
    meanwhile(lambda listing: workflow_of(listing).run("open", listing, by=ada))
    assert post(client_of(anna), draft, "open").status_code == 409
    assert Entry.objects.get().actor == ada


def test_403_for_who_may_see_and_not_do(client_of, bram, draft):
    answer = post(client_of(bram), draft, "publish")
    assert (answer.status_code, list(answer.json()["errors"])) == (403, ["name"])
    assert not Entry.objects.exists()


def test_404_for_strangers_and_for_who_did_not_sign_in(client, client_of, chloe, finn, draft):
    strangers = [client, client_of(chloe), client_of(finn), client_of(UserFactory())]
    answers = [(who.get(address(draft)), post(who, draft, "publish")) for who in strangers]
    assert {answer.status_code for pair in answers for answer in pair} == {404}
    assert len({answer.content for pair in answers for answer in pair}) == 1
    assert not Entry.objects.exists()


def test_404_for_what_does_not_exist(client_of, anna, draft):
    browser = client_of(anna)
    for path in ("x.y/1/", "programmes.programme/x/", "programmes.programme/0/", f"programmes.programme/{'9' * 40}/"):
        assert browser.get(f"/api/v1/transitions/{path}").status_code == 404
    assert post(browser, draft, "fly").status_code == 404


def test_a_form_on_another_site_can_do_nothing(anna, draft):
    browser = StrictClient(enforce_csrf_checks=True)
    browser.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")
    answer = post(browser, draft, "publish")
    assert (answer.status_code, list(answer.json()["errors"])) == (403, ["request"])
    browser.get("/nl/desk/")
    token = browser.cookies["csrftoken"].value
    assert post(browser, draft, "publish", headers={"X-CSRFToken": token}).status_code == 200


def test_only_what_is_described_is_answered(client, client_of, anna, draft):
    for browser in (client, client_of(anna)):
        assert browser.put(address(draft)).status_code == 405
        assert browser.get(address(draft, "publish")).status_code == 405
        assert browser.options(address(draft)).status_code == 200
    form = client_of(anna).post(address(draft, "publish"), {"comment": "x"})
    assert form.status_code == 415


def test_it_is_described(client):
    paths = client.get("/api/v1/schema/").json()["paths"]
    post_of = paths["/api/v1/transitions/{label}/{id}/{name}/"]["post"]
    assert set(post_of["responses"]) == {"200", "400", "403", "404", "409", "503"}
    assert post_of["security"] == [{"cookieAuth": []}]
    assert set(paths["/api/v1/transitions/{label}/{id}/"]["get"]["responses"]) == {"200", "404"}
