"""A visitor says what is not right on a public page: what is kept of it, how often, and what nobody can do with it."""

import time

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from les_portal.accounts.models import Bucket
from les_portal.listings.models import Correction
from les_portal.listings.stamps import HASTE, VALID_FOR, stamp
from les_portal.listings.views import proposing
from les_portal.mail.models import Mail
from programmes.models import Programme
from tests.factories.organisations import MembershipFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(published) -> Programme:
    return published


def form_of(page) -> str:
    if isinstance(page, Programme):
        return reverse("corrections:programme", args=[page.slug])
    if hasattr(page, "organisation"):
        return reverse("corrections:school", args=[page.organisation.slug])
    return reverse("corrections:campus", args=[page.school.organisation.slug, page.slug])


def typed(page, *, age: float = 60, **more) -> dict:
    given = {"field": "duration_months", "proposal": "3 jaar", "stamp": stamp(page, at=time.time() - age)}
    return given | more


def text_of(response) -> str:
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def test_every_public_page_points_to_its_form(client, programme, campus):
    for page in (programme, campus, campus.school):
        main = BeautifulSoup(client.get(page.get_absolute_url()).content, "html.parser").main
        assert main.find("a", href=form_of(page))
        assert not main.find("form"), "a page that is kept for everybody holds no form"


def test_form_shows_every_fact_with_what_the_page_says(client, programme):
    words = text_of(client.get(form_of(programme)))
    for said in ("Frezen", "2 jaar", "VKS 4", str(programme.campuses.first())):
        assert said in words


def test_what_is_proposed_is_kept_with_what_the_page_said(client, programme):
    answer = client.post(form_of(programme), typed(programme, reason="Ik zit er op school.", email="els@example.org"))
    assert answer["Location"] == f"{form_of(programme)}thanks/"
    made = Correction.objects.get()
    assert (made.programme, made.campus, made.school) == (programme, None, programme.school)
    assert (made.field, made.current, made.proposal) == ("duration_months", "2 jaar", "3 jaar")
    assert (made.reason, made.email, made.language) == ("Ik zit er op school.", "els@example.org", "nl")
    assert made.status == "open"
    assert not Mail.objects.exists(), "nobody is disturbed at once"
    assert str(programme.school) in text_of(client.get(answer["Location"]))


@pytest.mark.parametrize("field", ["website", "name", "other"])
def test_a_school_and_a_campus_have_a_form_too(client, campus, field):
    for page in (campus, campus.school):
        client.post(form_of(page), typed(page, field=field, proposal="https://nieuw.example.org"))
    kept = set(Correction.objects.values_list("school", "campus", "programme", "field"))
    assert kept == {(campus.school.pk, campus.pk, None, field), (campus.school.pk, None, None, field)}


def test_a_text_is_corrected_in_the_language_that_was_read(client, programme):
    Programme.objects.filter(pk=programme.pk).update(summary_nl="Je leert lassen.", title_fr="Soudage")
    with override("fr"):
        address = form_of(programme)
    client.post(address, typed(programme, field="summary_nl", proposal="Je leert goed lassen."))
    client.post(address, typed(programme, field="title_fr", proposal="Soudeur"))
    kept = dict(Correction.objects.values_list("field", "current"))
    assert kept == {"summary_nl": "Je leert lassen.", "title_fr": "Soudage"}
    assert set(Correction.objects.values_list("language", flat=True)) == {"fr"}


def test_what_visitors_cannot_see_they_cannot_correct(client, campus):
    draft = ProgrammeFactory(at=[campus])
    assert client.get(form_of(draft)).status_code == 404
    assert client.post(form_of(draft), typed(draft)).status_code == 404
    assert client.get(f"{form_of(draft)}thanks/").status_code == 404
    assert not Correction.objects.exists()


def test_sent_twice_is_kept_once(client, programme):
    same = typed(programme)
    assert [client.post(form_of(programme), same).status_code for _ in range(2)] == [302, 302]
    assert Correction.objects.count() == 1
    client.post(form_of(programme), typed(programme))
    assert Correction.objects.count() == 2, "the control: another form is another correction"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"field": ""}, "id_field"),
        ({"field": "slug"}, "id_field"),
        ({"proposal": " "}, "id_proposal"),
        ({"proposal": "2 jaar"}, "id_proposal"),
        ({"proposal": "a" * 4001}, "id_proposal"),
        ({"reason": "a" * 1001}, "id_reason"),
        ({"email": "els@"}, "id_email"),
        ({"nickname": "Els"}, "id_nickname"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(client, programme, wrong, sentence):
    answer = client.post(form_of(programme), typed(programme, **{"reason": "Ik zit er op school."} | wrong))
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.find(id=f"{sentence}_error"), page.find(class_="error-summary")
    assert page.find(id="id_reason").text.strip() == wrong.get("reason", "Ik zit er op school.")
    assert not Correction.objects.exists()


@pytest.mark.parametrize("age", [HASTE / 2, VALID_FOR + 60])
def test_a_form_that_was_too_fast_or_too_old_is_sent_once_more(client, programme, age):
    answer = client.post(form_of(programme), typed(programme, age=age))
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.find(class_="error-summary")
    assert page.find(id="id_proposal").text.strip() == "3 jaar"
    assert not Correction.objects.exists()


def test_an_old_form_gets_a_new_stamp(client, programme):
    answer = client.post(form_of(programme), typed(programme, age=VALID_FOR + 60))
    new = BeautifulSoup(answer.content, "html.parser").find(id="id_stamp")["value"]
    assert new != ""
    again = client.post(form_of(programme), typed(programme, stamp=new))
    assert "zo snel" in text_of(again) or "so fast" in text_of(again), "it is from now, and not refused as too old"


def test_a_stamp_of_another_page_or_of_nobody_is_refused(client, programme, campus):
    for stolen in (stamp(campus, at=time.time() - 60), "x:y:z", ""):
        client.post(form_of(programme), typed(programme, stamp=stolen))
    assert not Correction.objects.exists()


# --- not too often --------------------------------------------------------------------------------


def many(client, page, number: int) -> list[int]:
    return [client.post(form_of(page), typed(page)).status_code for _ in range(number)]


def test_one_network_may_not_propose_without_end(client, campus):
    pages = [ProgrammeFactory(at=[campus], published=True) for _ in range(3)]
    most = proposing.PER_NETWORK.times
    answers = [status for page in pages for status in many(client, page, most // 2)]
    assert answers == [302] * most + [429] * (len(answers) - most)
    assert Correction.objects.count() == most


def test_one_page_is_not_flooded_from_many_networks(client, programme):
    most = proposing.PER_PAGE.times
    addresses = [f"192.0.2.{number}" for number in range(most + 1)]
    answers = [client.post(form_of(programme), typed(programme), REMOTE_ADDR=each).status_code for each in addresses]
    assert answers == [302] * most + [429]


def test_who_is_refused_keeps_what_they_typed(client, programme):
    many(client, programme, proposing.PER_PAGE.times)
    answer = client.post(form_of(programme), typed(programme, proposal="vier jaar", email="els@example.org"))
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert page.find(id="id_proposal").text.strip() == "vier jaar"
    assert page.find(id="id_email")["value"] == "els@example.org"


def test_what_is_wrong_costs_nothing(client, programme):
    for _ in range(proposing.PER_NETWORK.times + 1):
        client.post(form_of(programme), typed(programme, proposal=""))
    assert many(client, programme, 1) == [302]


def test_who_proposed_cannot_be_read_from_the_limit(client, programme):
    client.post(form_of(programme), typed(programme), REMOTE_ADDR="192.0.2.7")
    assert Bucket.objects.count() == 2
    assert not [key for key in Bucket.objects.values_list("key", flat=True) if "192.0.2.7" in key]


# --- who keeps the page themselves ---------------------------------------------------------------


def test_its_keeper_is_pointed_to_where_it_is_changed(client_of, anna, bram, chloe, programme):
    edit = f"/nl/manage/{programme.school.organisation.slug}/programmes/{programme.slug}/edit/"
    seen = {
        user.email: edit in client_of(user).get(form_of(programme)).content.decode() for user in (anna, bram, chloe)
    }
    assert seen == {anna.email: True, bram.email: False, chloe.email: False}


def test_queries_stay_constant(client, campus, queries_stay_constant):
    def make(number: int) -> None:
        MembershipFactory.create_batch(number, organisation=campus.school.organisation)
        for _ in range(number):
            CampusFactory(school=campus.school)

    queries_stay_constant(form_of(campus.school), make)
