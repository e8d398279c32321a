import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template

from les_portal.workflow.engine import workflow_of
from les_portal.workflow.transitions import Tone, Transition
from tests.les_portal.workflow.tables import OPEN, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(rf):
    def show(text: str, obj, user) -> BeautifulSoup:
        request = rf.get("/nl/somewhere/?page=2")
        request.user = user
        context = Context({"request": request, "obj": obj, "csrf_token": "token"})
        return BeautifulSoup(Template("{% load workflow %}" + text).render(context), "html.parser")

    return show


def test_a_state_is_a_sign_and_a_word(shown, draft, anna):
    badge = shown("{% state obj %}", draft, anna).select_one(".badge.warn")
    assert badge.get_text().strip() == draft.get_status_display()
    assert badge.select_one("svg")


def test_a_button_for_each_thing_one_may_do_the_grave_ones_apart(shown, published, anna):
    page = shown("{% actions obj %}", published, anna)
    names = {transition.name: str(transition.label) for transition in workflow_of(published).transitions.values()}
    assert [link.get_text() for link in page.select(".grave .button.grave")] == [names["archive"]]
    plain = [link for link in page.select(".button") if "grave" not in link["class"]]
    assert [link.get_text() for link in plain] == [names["withdraw"]]
    assert plain[0]["href"].endswith("/withdraw/?next=/nl/somewhere/%3Fpage%3D2")


def test_what_asks_nothing_is_done_with_one_click_and_its_form_has_a_token(shown, draft, anna):
    form = shown("{% actions obj %}", draft, anna).select_one("form")
    assert form["action"].endswith("/publish/")
    assert form.select_one("button.primary")
    assert form.select_one("[name=csrfmiddlewaretoken]")["value"] == "token"
    assert form.select_one("[name=next]")["value"] == "/nl/somewhere/?page=2"


def test_what_is_not_ready_says_why_and_has_no_button(shown, draft, anna):
    draft.campuses.all().delete()
    page = shown("{% actions obj %}", draft, anna)
    assert len(page.select(".notice li")) == 1
    assert not page.select(".button.primary")


@pytest.mark.parametrize("changes", [{"needs_comment": True}, {"consequence": "Then it is gone."}])
def test_what_has_something_to_say_first_asks_on_a_page(shown, draft, anna, in_its_place, changes):
    in_its_place(table(Transition(**OPEN | {"name": "shut", "target": "archived", "sources": ("draft",)}), **changes))
    page = shown("{% actions obj %}", draft, anna)
    assert page.select_one("a.button")["href"].startswith(f"/nl/do/programmes.programme/{draft.pk}/open/")
    assert page.select_one("form")["action"].endswith("/shut/")


def test_a_grave_one_may_stand_alone(shown, draft, anna, in_its_place):
    in_its_place(table(tone=Tone.GRAVE))
    assert len(shown("{% actions obj %}", draft, anna).select(".grave button")) == 1


def test_who_may_do_nothing_sees_nothing(shown, draft, bram):
    assert str(shown("{% actions obj %}", draft, bram)).strip() == ""


def test_the_number_of_what_waits(shown, draft, anna, bram):
    assert shown("{% waiting_count %}", draft, anna).get_text() == "1"
    assert shown("{% waiting_count %}", draft, bram).get_text() == "0"
