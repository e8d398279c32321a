"""What a visitor proposed waits for the school, which takes it over or says why not; then the address is forgotten."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from les_portal.activity.models import Entry
from les_portal.jobs.running import run_all
from les_portal.listings.actions import correcting
from les_portal.listings.invariants import addresses_that_stayed
from les_portal.listings.models import Correction, Revision
from les_portal.listings.tasks.corrections import forget_addresses, tell_schools
from les_portal.mail.models import Mail
from les_portal.organisations.models import Organisation
from les_portal.workflow.engine import NotNow, NotReady, workflow_of
from les_portal.workflow.inbox import waiting_for
from schools.models import School
from tests.factories.listings import CorrectionFactory

pytestmark = pytest.mark.django_db
HARMFUL = "<script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3) https://spam.example.org/"


@pytest.fixture
def correction(published) -> Correction:
    """A visitor who reads French says that Anna's programme takes three years, and wants to hear back."""
    return CorrectionFactory(programme=published, language="fr", current="2 ans", email="els@example.org")


def page_of(correction: Correction) -> str:
    return reverse("corrections:correction", args=[correction.school.organisation.slug, correction.pk])


def post(browser, correction: Correction, **typed):
    return browser.post(page_of(correction), {"do": "accept", "comment": "", "value": "36"} | typed)


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def again(row):
    row.refresh_from_db()
    return row


# --- who sees it ----------------------------------------------------------------------------------


def test_it_waits_for_who_keeps_the_page(correction, ada, anna, bram, chloe, nora):
    waiting = {user: [each.title for each in waiting_for(user)] for user in (ada, anna, bram, chloe, nora)}
    here = [str(correction)]
    assert waiting == {ada: here, anna: here, bram: [], chloe: [], nora: []}


def test_of_a_school_that_nobody_keeps_it_waits_for_the_network(bram, nora, chloe, correction):
    assert [each.url for each in waiting_for(nora)] == [page_of(correction)]
    assert not waiting_for(chloe)


def test_it_waits_no_longer_once_it_is_answered(client_of, anna, correction):
    post(client_of(anna), correction, do="refuse", comment="Het klopt.")
    assert not waiting_for(anna)


def test_page_shows_both_texts_and_what_changed_since(client_of, anna, correction):
    correction.programme.duration_months = 30
    correction.programme.save()
    now, proposed = [
        section.get_text(" ", strip=True)
        for section in soup(client_of(anna).get(page_of(correction))).select(".pair section")
    ]
    assert "2,5 ans" in now
    assert "2 ans" in now.replace("2,5 ans", "")
    assert "36" in proposed


def test_page_does_not_show_the_address(client_of, anna, correction):
    browser = client_of(anna)
    listed = reverse("corrections:list", args=[correction.school.organisation.slug])
    for address in (page_of(correction), listed):
        assert "els@example.org" not in browser.get(address).content.decode()


def test_strangers_get_404_and_readers_403(client_of, anna, bram, chloe, finn, emma, correction):
    listed = reverse("corrections:list", args=[correction.school.organisation.slug])
    for stranger in (chloe, finn, emma):
        browser = client_of(stranger)
        assert [browser.get(page_of(correction)).status_code, browser.get(listed).status_code] == [404, 404]
        assert post(browser, correction).status_code == 404
    reader = client_of(bram)
    assert [reader.get(page_of(correction)).status_code, reader.get(listed).status_code] == [200, 200]
    assert not soup(reader.get(page_of(correction))).select("main form")
    assert post(reader, correction).status_code == 403
    assert again(correction).status == "open"
    assert client_of(anna).get(page_of(correction)).status_code == 200, "the control"


def test_of_another_school_it_is_not_found_under_ones_own(client_of, chloe, correction, other_school_organisation):
    address = reverse("corrections:correction", args=[other_school_organisation.slug, correction.pk])
    assert client_of(chloe).get(address).status_code == 404


# --- accepting ------------------------------------------------------------------------------------


def test_accepting_takes_the_value_over_with_its_history(client_of, anna, correction):
    answer = post(client_of(anna), correction, comment="Merci.")
    assert answer["Location"] == reverse("corrections:list", args=[correction.school.organisation.slug])
    listing = correction.programme
    assert again(listing).duration_months == 36
    assert again(correction).status == "accepted"
    assert listing.revisions.versions().first().changes == {"duration_months": 36}
    entry = Entry.objects.about(listing).get(verb="programmes.programme.change")
    assert (entry.actor, entry.changes) == (anna, {"duration_months": ["24", "36"]})
    step = Entry.objects.about(correction).get()
    assert (step.actor, step.comment, step.target) == (anna, "Merci.", "accepted")


def test_visitors_see_it_at_once(client, client_of, anna, correction):
    address = correction.programme.get_absolute_url()
    assert "2 jaar" in client.get(address).content.decode()
    post(client_of(anna), correction)
    assert "3 jaar" in client.get(address).content.decode()


def test_the_school_may_make_something_else_of_it(client_of, anna, correction):
    post(client_of(anna), correction, value="30")
    assert again(correction.programme).duration_months == 30
    assert again(correction).proposal == "36"


def test_a_value_that_cannot_be_is_said_at_the_field(client_of, anna, correction):
    answer = post(client_of(anna), correction, value="drie", comment="Dank je.")
    assert soup(answer).find(id="id_value_error")
    assert soup(answer).find(id="id_comment").text.strip() == "Dank je."
    assert again(correction).status == "open"


def test_through_another_door_the_visitors_own_words_are_taken_over(anna, correction):
    workflow_of(correction).run("accept", correction, by=anna)
    assert again(correction.programme).duration_months == 36


def test_through_another_door_words_that_are_no_value_are_refused(anna, correction):
    Correction.objects.update(proposal="drie jaar")
    with pytest.raises(NotReady):
        workflow_of(correction).run("accept", correction, by=anna)
    assert again(correction).status == "open"
    assert again(correction.programme).duration_months == 24


def test_where_changes_are_approved_accepting_proposes(client_of, anna, correction):
    School.objects.update(approval="by_school")
    post(client_of(anna), correction)
    assert again(correction.programme).duration_months == 24
    assert correction.programme.revisions.open().get().status == Revision.Status.PROPOSED
    assert again(correction).status == "accepted"
    [told] = Mail.objects.filter(kind="correction_answers")
    assert "La page a été modifiée" not in told.text
    assert "dès qu’elle aura été modifiée" in told.text


def test_while_other_changes_wait_for_approval_it_waits_too(client_of, anna, correction):
    School.objects.update(approval="by_school")
    other = CorrectionFactory(programme=correction.programme, field="phone", proposal="09 000 00 01")
    post(client_of(anna), other, value="09 000 00 01")
    answer = post(client_of(anna), correction, comment="Dank je.")
    assert answer.status_code == 409
    assert soup(answer).find(id="id_comment").text.strip() == "Dank je."
    assert again(correction).status == "open"
    assert again(correction).email, "nobody was answered"


@pytest.mark.parametrize(("field", "value"), [("website", "https://nieuw.example.org/"), ("name", "Campus Noord")])
def test_facts_of_a_campus_are_taken_over_with_their_history(client_of, anna, campus, field, value):
    made = CorrectionFactory(programme=None, campus=campus, school=campus.school, field=field, proposal=value)
    before = getattr(campus, field)
    post(client_of(anna), made, value=value)
    assert getattr(again(campus), field) == value
    entry = Entry.objects.about(campus).get()
    assert (entry.actor, entry.changes) == (anna, {field: [before, value]})


@pytest.mark.parametrize(("field", "value"), [("phone", "+32 9 000 00 01"), ("name", "Een andere naam")])
def test_facts_of_a_school_are_taken_over_with_their_history(client, client_of, anna, school, field, value):
    made = CorrectionFactory(programme=None, school=school, field=field, proposal=value)
    before = getattr(school.organisation, field)
    post(client_of(anna), made, value=value)
    assert getattr(Organisation.objects.get(pk=school.organisation_id), field) == value
    assert Entry.objects.about(school).get().changes == {field: [before, value]}
    assert value in client.get(school.get_absolute_url()).content.decode()


def test_an_address_of_a_website_is_completed(client_of, anna, school):
    made = CorrectionFactory(programme=None, school=school, field="website", proposal="www.nieuw.example.org")
    shown = soup(client_of(anna).get(page_of(made))).find(id="id_value")["value"]
    post(client_of(anna), made, value=shown)
    assert again(school.organisation).website == "https://www.nieuw.example.org"


@pytest.mark.parametrize("field", ["level", "campuses", "other"])
def test_what_cannot_be_filled_in_leads_to_where_it_is_changed(client_of, anna, published, field):
    made = CorrectionFactory(programme=published, field=field, proposal="Niveau 5")
    answer = client_of(anna).post(page_of(made), {"do": "accept", "comment": ""})
    assert answer["Location"] == reverse("listings:edit", args=[made.school.organisation.slug, published.slug])
    assert again(made).status == "accepted"
    assert not published.revisions.exists()


def test_a_page_never_loses_its_name(client_of, anna, published):
    made = CorrectionFactory(programme=published, field="title_nl", proposal="Draaien")
    assert soup(post(client_of(anna), made, value="")).find(id="id_value_error")
    assert again(published).title_nl == "Frezen"


# --- refusing -------------------------------------------------------------------------------------


def test_refusing_asks_for_a_word_and_changes_nothing(client_of, anna, correction):
    browser = client_of(anna)
    assert soup(post(browser, correction, do="refuse")).find(id="id_comment_error")
    assert again(correction).status == "open"
    post(browser, correction, do="refuse", comment="Il dure deux ans.", value="no number")
    assert again(correction).status == "refused"
    assert again(correction.programme).duration_months == 24
    step = Entry.objects.about(correction).get()
    assert (step.actor, step.comment) == (anna, "Il dure deux ans.")


def test_of_two_who_answer_the_second_hears_who_was_faster(client_of, ada, anna, correction):
    post(client_of(ada), correction, do="refuse", comment="Nee.")
    answer = post(client_of(anna), correction, comment="Ja.")
    assert answer.status_code == 409
    assert ada.name in answer.content.decode()
    assert again(correction.programme).duration_months == 24


def test_an_answer_by_who_may_not_leaves_no_trace(bram, correction):
    with pytest.raises(PermissionDenied):
        correcting.accept(correction, value=36, by=bram, comment="")
    assert again(correction).agreed is None
    assert not Entry.objects.exists()


def test_answered_twice_is_answered_once(anna, correction):
    correcting.accept(correction, value=36, by=anna, comment="")
    with pytest.raises(NotNow):
        correcting.accept(correction, value=48, by=anna, comment="")
    assert again(correction.programme).duration_months == 36
    assert Mail.objects.filter(kind="correction_answers").count() == 1


# --- what the visitor hears, and what is forgotten ------------------------------------------------


def test_the_visitor_hears_it_in_their_language_and_is_forgotten(client_of, anna, correction, do_jobs):
    post(client_of(anna), correction, do="refuse", comment="Il dure deux ans.")
    told = Mail.objects.get(kind="correction_answers")
    assert (told.to_email, told.language, told.recipient, told.sender) == ("els@example.org", "fr", None, None)
    assert "Il dure deux ans." in told.text
    assert f"/fr/programmes/{correction.programme.slug}/" in told.text
    assert again(correction).email == ""
    do_jobs()
    assert again(told).state == "sent"


def test_who_left_no_address_is_not_written_to(client_of, anna, published):
    post(client_of(anna), CorrectionFactory(programme=published))
    assert not Mail.objects.filter(kind="correction_answers").exists()


def test_once_the_answer_arrived_its_mail_forgets_the_address_too(client_of, anna, correction, do_jobs, settings):
    settings.MAILBOX = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    post(client_of(anna), correction)
    forget_addresses()()
    assert Mail.objects.get(kind="correction_answers").to_email, "it has to arrive first"
    do_jobs()
    forget_addresses()()
    told = Mail.objects.get(kind="correction_answers")
    assert (told.to_email, told.text, told.html) == ("", "", "")


def test_who_waited_in_vain_for_90_days_is_forgotten_but_not_their_correction(published):
    now = timezone.now()
    days = {
        day: CorrectionFactory(programme=published, email="els@example.org", at=now - timedelta(days=day))
        for day in (89, 91)
    }
    forget_addresses()()
    assert {day: (again(row).email, row.status) for day, row in days.items()} == {
        89: ("els@example.org", "open"),
        91: ("", "open"),
    }


def test_keepers_are_told_once_a_day_in_one_mail(ada, anna, bram, nora, published):
    CorrectionFactory(programme=published, proposal="36")
    CorrectionFactory(programme=published, field="phone", proposal="09 000 00 01")
    with transaction.atomic():
        tell_schools()()
    told = Mail.objects.filter(kind="corrections")
    assert {mail.recipient for mail in told} == {ada, anna}
    assert all("36" in mail.text and "09 000 00 01" in mail.text for mail in told)
    with pytest.raises(Exception, match="Nobody proposed"):
        tell_schools()


def test_the_network_is_told_of_what_nobody_keeps(nora, bram, chloe, published):
    CorrectionFactory(programme=published)
    with transaction.atomic():
        tell_schools()()
    assert [mail.recipient for mail in Mail.objects.filter(kind="corrections")] == [nora]


def test_what_was_answered_meanwhile_is_not_told(anna, correction):
    effect = tell_schools()
    correcting.accept(correction, value=36, by=anna, comment="")
    with transaction.atomic():
        effect()
    assert not Mail.objects.filter(kind="corrections").exists()


# --- what nobody can do with it -------------------------------------------------------------------


def test_markup_stays_text_on_every_page_and_in_every_mail(client_of, anna, published):
    made = CorrectionFactory(
        programme=published, field="other", proposal=HARMFUL, reason=HARMFUL, current=HARMFUL, email="els@example.org"
    )
    with transaction.atomic():
        tell_schools()()
    browser = client_of(anna)
    listed = reverse("corrections:list", args=[made.school.organisation.slug])
    pages = [soup(browser.get(address)) for address in (page_of(made), listed)]
    post(browser, made, do="refuse", comment=HARMFUL)
    pages += [
        soup(browser.get(page_of(made))),
        *(BeautifulSoup(html, "html.parser") for html in Mail.objects.values_list("html", flat=True)),
    ]
    assert len(pages) == 5
    for page in pages:
        assert not page.find("img", src="x")
        assert not [script for script in page.find_all("script") if "alert" in script.text]
        assert not page.find("a", href=lambda href: href and ("spam" in href or "javascript" in href))
    assert all("<script>" in page.get_text() for page in pages), "it is shown, as text"


def test_the_visitors_own_words_are_not_mailed_to_the_address_they_gave(client_of, anna, published):
    made = CorrectionFactory(programme=published, field="other", proposal="Koop bij ons!", email="els@example.org")
    post(client_of(anna), made, do="refuse", comment="Nee.")
    assert "Koop" not in Mail.objects.get(kind="correction_answers").text


def test_queries_stay_constant(client_of, anna, published, queries_stay_constant):
    address = reverse("corrections:list", args=[published.school.organisation.slug])

    answered = {"status": "accepted", "answered_at": timezone.now()}

    def make(number: int) -> None:
        for _ in range(number):
            CorrectionFactory(programme=published)
            CorrectionFactory(programme=None, school=published.school, field="phone", **answered)

    queries_stay_constant(address, make, rows=300, client=client_of(anna))
    queries_stay_constant(reverse("pages:desk"), make, rows=300, client=client_of(anna))


def test_a_worker_does_it_without_being_asked(published, anna):
    """The handlers are found where workers look for them."""
    from les_portal.jobs.handlers import handlers

    assert {"corrections.tell", "corrections.forget"} <= set(handlers())
    assert handlers()["corrections.tell"].daily_at
    assert run_all() == 0


def test_an_address_that_stayed_is_found(correction, anna):
    assert not [*addresses_that_stayed()]
    correcting.accept(correction, value=36, by=anna, comment="")
    assert not [*addresses_that_stayed()]
    Correction.objects.update(email="els@example.org")
    assert [*addresses_that_stayed()] == [correction]
