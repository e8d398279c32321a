"""Two people in one listing, and what comes next: for visitors at once, or for somebody to look at first."""

import pytest

from les_portal.activity.models import Entry
from les_portal.listings.actions.revising import Typed, revise, type_into
from les_portal.listings.models import Revision
from les_portal.workflow.engine import workflow_of
from programmes.models import Programme
from schools.models import School
from tests.les_portal.listings.pages import english, form_of, fresh, read, revision_of

pytestmark = pytest.mark.django_db


# --- two people ----------------------------------------------------------------------------------


def test_two_people_in_different_fields_are_not_in_each_others_way(client_of, anna, ada, published, address):
    of_anna, of_ada = (form_of(read(client_of(who).get(address(published)))) for who in (anna, ada))
    client_of(anna).post(address(published), of_anna | {"title_nl": "Van Anna", "then": "keep"})
    answer = client_of(ada).post(address(published), of_ada | {"title_fr": "D’Ada", "then": "keep"})
    assert answer.status_code == 302
    assert revision_of(published).changes == {"title_nl": "Van Anna", "title_fr": "D’Ada"}
    assert "Anna" in english(client_of(ada), address(published)).select_one("#colleague").get_text()


def test_two_people_in_one_field_both_keep_their_text_and_choose(client_of, anna, ada, published, address):
    """Without JavaScript: the whole form comes, with what was in it."""
    sent = form_of(read(client_of(ada).get(address(published))))
    of_anna = form_of(read(client_of(anna).get(address(published))))
    client_of(anna).post(address(published), of_anna | {"title_nl": "Van Anna", "then": "keep"})
    answer = client_of(ada).post(
        address(published).replace("/nl/", "/en/"), sent | {"title_nl": "Van Ada", "then": "apply"}
    )
    assert answer.status_code == 409
    choice = read(answer).select_one("#about-title_nl")
    assert "Anna wrote" in choice.get_text()
    assert [quote.get_text(strip=True) for quote in choice.select("blockquote")] == ["Van Anna", "Van Ada"]
    assert [button["value"] for button in choice.select("button")] == ["title_nl:", f"title_nl:{ada.pk}"]
    assert fresh(published).title_nl == "Frezen"
    client_of(ada).post(address(published), {"settle": f"title_nl:{ada.pk}"})
    assert revision_of(published).changes == {"title_nl": "Van Ada"}
    client_of(ada).post(address(published), {"then": "apply"})
    assert fresh(published).title_nl == "Van Ada"


def test_while_typing_the_answer_says_so_and_keeps_both(client_of, anna, ada, published, address):
    client_of(anna).post(address(published, "save"), {"was-title_nl": "Frezen", "title_nl": "Van Anna", "page": "a"})
    answer = client_of(ada).post(
        address(published, "save"), {"was-title_nl": "Frezen", "title_nl": "Van Ada", "page": "b"}
    )
    part = read(answer)
    assert answer.status_code == 409
    assert not part.select("[name=was-title_nl]")
    assert len(part.select("#about-title_nl blockquote")) == 2
    assert revision_of(published).set_aside[0]["value"] == "Van Ada"


def test_nothing_is_applied_while_there_are_two_texts(client_of, anna, ada, published, address):
    type_into(published, {"title_nl": Typed("Frezen", "Van Anna")}, by=anna)
    type_into(published, {"title_nl": Typed("Frezen", "Van Ada")}, by=ada)
    page = read(client_of(anna).post(address(published), {"then": "apply"}))
    assert [link["href"] for link in page.select(".error-summary a")] == ["#at-title_nl"]
    assert fresh(published).title_nl == "Frezen"


def test_what_came_in_from_elsewhere_is_shown_beside_what_one_wrote(client_of, anna, ada, published, address):
    type_into(published, {"title_nl": Typed("Frezen", "Van Anna")}, by=anna)
    revise(published, {"title_nl": "Uit een bestand"}, by=ada)
    page = english(client_of(anna), address(published))
    assert "Visitors see by now" in page.select_one("#about-title_nl").get_text()
    client_of(anna).post(address(published), {"settle": "title_nl:visitors"})
    assert revision_of(published).is_empty


def test_a_colleague_of_an_hour_ago_is_not_announced(client_of, anna, ada, published, address):
    revision = type_into(published, {"title_nl": Typed("Frezen", "A")}, by=anna).revision
    long_ago = "2026-01-01T10:00:00+00:00"
    Revision.objects.filter(pk=revision.pk).update(authors={"title_nl": {"by": anna.pk, "at": long_ago, "page": ""}})
    assert not read(client_of(ada).get(address(published))).select("#colleague p")


# --- what comes next -----------------------------------------------------------------------------


def test_saving_shows_it_to_visitors_at_once(client_of, client, anna, published, address):
    browser = client_of(anna)
    sent = form_of(read(browser.get(address(published))))
    answer = browser.post(address(published), sent | {"title_nl": "Frezen en draaien", "then": "apply"})
    assert answer["Location"] == address(published, "programme")
    assert "Frezen en draaien" in client.get(published.get_absolute_url()).content.decode()
    assert Entry.objects.about(published).get().changes == {"title_nl": ["Frezen", "Frezen en draaien"]}


def test_a_draft_is_published_with_what_was_typed_in_one_step(client_of, client, anna, draft, address):
    browser = client_of(anna)
    sent = form_of(read(browser.get(address(draft))))
    browser.post(address(draft), sent | {"title_nl": "Lassen en snijden", "then": "publish"})
    assert fresh(draft).status == "published"
    assert "Lassen en snijden" in client.get(draft.get_absolute_url()).content.decode()


def test_what_is_missing_leads_to_its_field_and_nothing_is_published(client_of, anna, draft, address):
    browser = client_of(anna)
    sent = form_of(read(browser.get(address(draft))))
    sent["campuses"] = []
    page = read(browser.post(address(draft), sent | {"title_nl": "", "then": "publish"}))
    assert [link["href"] for link in page.select(".error-summary a")] == ["#at-title_nl", "#at-campuses"]
    assert page.select_one("#problem-campuses .error")
    assert fresh(draft).status == "draft"
    assert revision_of(draft).changes == {"title_nl": "", "campuses": []}


def test_where_somebody_has_to_look_first_the_button_says_so(client_of, anna, ada, published, address, do_jobs):
    School.objects.update(approval="by_school")
    browser = client_of(anna)
    page = english(browser, address(published))
    assert page.select_one(".edit-bar .primary")["value"] == "propose"
    assert "administrator" in page.select_one("#step-words").get_text()
    sent = form_of(page)
    browser.post(address(published), sent | {"title_nl": "Anders", "then": "propose"})
    assert revision_of(published).status == "proposed"
    assert fresh(published).title_nl == "Frezen"
    seen = english(client_of(ada), address(published))
    assert [cell.get_text(" ", strip=True) for cell in seen.select(".side-by-side .panel")] == [
        "Before Frezen",
        "After Anders",
    ]
    assert not seen.select("form.edit")
    assert len(seen.select(".actions .button")) == 2
    assert not english(browser, address(published)).select(".actions .button")


def test_who_may_not_apply_does_not_by_asking(client_of, anna, published, address):
    School.objects.update(approval="by_school")
    type_into(published, {"title_nl": Typed("Frezen", "A")}, by=anna)
    client_of(anna).post(address(published), {"then": "apply"})
    assert (fresh(published).title_nl, revision_of(published).status) == ("Frezen", "editing")


def test_what_was_sent_back_says_why(client_of, anna, ada, published, address):
    School.objects.update(approval="by_school")
    revision = type_into(published, {"title_nl": Typed("Frezen", "A")}, by=anna).revision
    workflow_of(revision).run("propose", revision, by=anna)
    workflow_of(revision).run("return_for_changes", revision, by=ada, comment="Zeg ook welke machines")
    page = read(client_of(anna).get(address(published)))
    assert "Zeg ook welke machines" in page.select_one(".notice.warn").get_text()


def test_nobody_writes_while_it_waits_and_what_was_typed_is_given_back(client_of, anna, published, address):
    School.objects.update(approval="by_school")
    browser = client_of(anna)
    sent = form_of(read(browser.get(address(published))))
    revision = type_into(published, {"title_fr": Typed("Fraisage", "A")}, by=anna).revision
    workflow_of(revision).run("propose", revision, by=anna)
    answer = browser.post(address(published), sent | {"title_nl": "Te laat getypt", "then": "keep"})
    assert answer.status_code == 409
    assert "Te laat getypt" in read(answer).select_one(".error-summary").get_text()
    late = browser.post(address(published, "save"), {"was-title_nl": "Frezen", "title_nl": "X"})
    assert late.status_code == 409
    assert fresh(revision).changes == {"title_fr": "A"}


def test_an_archived_listing_is_not_edited(client_of, anna, published, address):
    Programme.objects.update(status="archived")
    browser = client_of(anna)
    assert not read(browser.get(address(published))).select("form.edit")
    assert browser.post(address(published), {"was-title_nl": "Frezen", "title_nl": "X"}).status_code == 409
    assert not Revision.objects.exists()
    assert not read(browser.get(address(published, "programme"))).select(f'a[href="{address(published)}"]')


def test_a_listing_that_waits_is_edited_by_who_may_approve_it_only(client_of, anna, ada, draft, address):
    School.objects.update(approval="by_school")
    Programme.objects.update(status="proposed")
    assert not read(client_of(anna).get(address(draft))).select("form.edit")
    assert client_of(anna).post(address(draft), {"was-title_nl": "Lassen", "title_nl": "X"}).status_code == 409
    assert read(client_of(ada).get(address(draft))).select("form.edit")
