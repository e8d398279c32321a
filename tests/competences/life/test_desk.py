"""Writing a description at the desk."""

import pytest
from bs4 import BeautifulSoup

from competences.actions import writing
from competences.models import AuthorisedDescription, SignOff
from les_portal.activity.models import Entry
from les_portal.workflow.engine import NotNow
from tests.factories.accounts import UserFactory
from tests.factories.competences import (
    CompetenceFactory,
    DescriptionFactory,
    RaterFactory,
    authorised,
    authoriser,
    concluded,
    counting,
    network_administrator,
    signer,
)
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
Status = AuthorisedDescription.Status


def words(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").find("main").get_text(" ").split())


def english(address: str) -> str:
    return address.replace("/nl/", "/en/", 1)


def typed(**fields: str) -> dict[str, str]:
    """As the page sends it: each field with what was seen in it before."""
    post = {"page": "here"}
    for name, text in fields.items():
        before, after = text if isinstance(text, tuple) else ("", text)
        post |= {f"was-{name}": before, name: after}
    return post


# --- beginning ------------------------------------------------------------------------------------


def test_page_teaches_the_first_step(client_of, keeper, address):
    said = words(client_of(keeper).get(english(address())))
    assert "There is no description yet" in said
    assert "Begin the description" in said


def test_first_version_is_begun_once(client_of, keeper, address, comparison):
    browser = client_of(keeper)
    for _click in range(2):
        assert browser.post(address("begin-description")).status_code == 302
    description = comparison.descriptions.get()
    assert description.status == Status.DRAFT
    assert keeper in description.contributors.all()
    assert [entry.verb for entry in Entry.objects.about(description)] == [writing.BEGAN]


def test_new_version_begins_with_the_words_and_the_writers_of_the_one_that_counts(client_of):
    first = counting(summary_nl="Wat deze houder kan.", summary_fr="Ce que sait faire le titulaire.")
    writer = UserFactory()
    first.contributors.add(writer)
    by = MembershipFactory(organisation=first.comparison.organisation, role="editor").user
    client_of(by).post(f"{first.desk_url}begin/")
    second = first.comparison.descriptions.get(status=Status.DRAFT)
    assert (second.summary_nl, second.summary_fr) == (first.summary_nl, first.summary_fr)
    assert (second.version, second.snapshot, second.valid_until) == (None, None, None)
    assert {writer, by} <= set(second.contributors.all())


def test_who_explained_lines_before_it_began_does_not_sign_it(comparison, keeper):
    explained = UserFactory()
    Entry.objects.create(verb="competences.comparison.explain", about=comparison, actor=explained)
    assert explained in writing.begin(comparison, by=keeper).contributors.all()


@pytest.mark.parametrize("who", ["stranger", "reader", "signer", "nobody"])
def test_others_begin_and_write_nothing(client_of, client, address, draft, who):
    people = {
        "stranger": UserFactory,
        "reader": lambda: MembershipFactory(organisation=draft.comparison.organisation, role="reader").user,
        "signer": lambda: asked_signer(draft),
    }
    browser = client_of(people[who]()) if who in people else client
    expected = {"stranger": 404, "reader": 404, "signer": 403, "nobody": 302}[who]
    before = AuthorisedDescription.objects.values().get()
    for name in ("begin-description", "save-description", "description"):
        assert browser.post(address(name), typed(summary_fr="Autre.")).status_code == expected
    assert AuthorisedDescription.objects.values().get() == before


def asked_signer(draft):
    from les_portal.workflow.engine import workflow_of

    workflow_of(draft).run("submit", draft, by=network_administrator())
    return signer(draft.sign_offs.first())


# --- writing --------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_its_writer_becomes_one_who_does_not_sign(client_of, keeper, address, draft):
    browser = client_of(keeper)
    response = browser.post(address("save-description"), typed(summary_fr="Un\r\ntexte.", regulated=("no", "yes")))
    assert response.status_code == 200
    draft.refresh_from_db()
    assert (draft.summary_fr, draft.regulated) == ("Un\ntexte.", "yes")
    assert keeper in draft.contributors.all()
    # What is missing now stands in the answer.
    assert (
        "law"
        in BeautifulSoup(browser.post(english(address("save-description"))).content, "html.parser")
        .find(id="missing")
        .get_text()
    )


def test_many_savings_are_one_line_of_history(client_of, keeper, address, draft):
    browser, before = client_of(keeper), ""
    for text in ("A", "Al", "All"):
        browser.post(address("save-description"), typed(summary_fr=(before, text)))
        before = text
    assert Entry.objects.about(draft).filter(verb=writing.WROTE).count() == 1


def test_colleagues_text_is_not_overwritten_and_ones_own_is_not_lost(client_of, keeper, address, draft):
    AuthorisedDescription.objects.update(summary_fr="De la collègue")
    browser = client_of(keeper)
    response = browser.post(english(address("save-description")), typed(summary_fr="De moi", entry_nl="Vanaf 16 jaar"))
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 409
    assert "De la collègue" in page.find(id="about-summary_fr").get_text()
    # The rest is kept, and who looked may now overwrite.
    draft.refresh_from_db()
    assert (draft.summary_fr, draft.entry_nl) == ("De la collègue", "Vanaf 16 jaar")
    seen = page.find("input", attrs={"name": "was-summary_fr"})["value"]
    assert browser.post(address("save-description"), typed(summary_fr=(seen, "De moi"))).status_code == 200
    draft.refresh_from_db()
    assert draft.summary_fr == "De moi"


def test_without_javascript_a_conflict_shows_both_texts(client_of, keeper, address, draft):
    AuthorisedDescription.objects.update(summary_fr="De la collègue")
    response = client_of(keeper).post(english(address()), typed(summary_fr="De moi") | {"then": "keep"})
    assert response.status_code == 409
    assert "De la collègue" in words(response)
    assert BeautifulSoup(response.content, "html.parser").find(id="id_summary_fr").get_text().strip() == "De moi"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"summary_nl": ("", "x" * 1501)}, "Too long by 1 sign"),
        ({"valid_until": "2031-02-30"}, "year-month-day"),
        ({"valid_until": "2020-01-01"}, "must still come"),
        ({"valid_until": "2999-01-01"}, "4 years at most"),
        ({"source_authority": "999999"}, "may sign"),
        ({"source_authority": "²"}, "may sign"),
        ({"regulated": ("no", "perhaps")}, "Choose one"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field_and_stands_there(client_of, keeper, address, draft, fields, sentence):
    before = AuthorisedDescription.objects.values().get()
    name = next(iter(fields))
    response = client_of(keeper).post(english(address()), typed(**fields) | {"then": "submit"})
    page = BeautifulSoup(response.content, "html.parser")
    assert sentence in page.find(id=f"problem-{name}").get_text()
    assert AuthorisedDescription.objects.values().get() == before, "neither kept nor sent"


def test_chosen_organisation_is_the_one_that_is_asked(client_of, keeper, address, draft):
    chosen = authoriser("be").memberships.get().organisation
    client_of(keeper).post(address(), typed(source_authority=str(chosen.pk)) | {"then": "submit"})
    assert SignOff.objects.get(country="be").organisation == chosen


def test_nobody_writes_in_what_is_sent_for_signature(client_of, keeper, address, draft, run):
    run("submit", draft, by=keeper)
    response = client_of(keeper).post(address("save-description"), typed(summary_fr="Trop tard"))
    assert response.status_code == 409
    with pytest.raises(NotNow):
        writing.write(draft, {"summary_fr": writing.Typed("", "Trop tard", "Trop tard")}, by=keeper)
    page = client_of(keeper).post(address(), typed(summary_fr="Trop tard") | {"then": "keep"})
    assert (page.status_code, "Trop tard" in words(page)) == (409, True)
    draft.refresh_from_db()
    assert not draft.summary_fr


# --- a first wording ------------------------------------------------------------------------------


def test_first_wording_fills_what_is_empty_in_three_languages(client_of, keeper, address, draft):
    before = draft.summary_nl
    assert client_of(keeper).post(address(), {"then": "words"}).status_code == 302
    draft.refresh_from_db()
    assert draft.summary_nl == before, "what somebody wrote stays"
    gap, extra = draft.comparison.lines.get(relation="missing"), draft.comparison.lines.get(relation="extra")
    for text in (draft.summary_fr, draft.summary_en):
        assert "50" in text
        assert gap.competence.title in text
    assert draft.differences_nl.startswith(f"- {gap.competence.title}")
    assert "Anders." in draft.differences_nl, "the explanation in its own language"
    assert "Anders." not in draft.differences_en
    assert draft.strengths_nl == f"- {extra.competence.title}"


# --- asking both sides ----------------------------------------------------------------------------


def test_submitting_names_what_is_missing_and_where_to_mend_it(client_of, keeper, address, draft):
    CompetenceFactory(qualification=draft.comparison.target, title="Kalibreert meetlussen")
    response = client_of(keeper).post(english(address()), {"then": "submit"})
    page = BeautifulSoup(response.content, "html.parser")
    assert "Kalibreert meetlussen" in page.find(class_="error-summary").get_text()
    links = [link["href"] for link in page.select("#missing a")]
    assert english(address("reconcile")) in links
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_draft_without_anything_lists_all_that_is_missing(client_of, keeper, address, comparison):
    DescriptionFactory(comparison=comparison, summary="", regulated="undecided")
    links = {
        a["href"] for a in BeautifulSoup(client_of(keeper).get(address()).content, "html.parser").select("#missing a")
    }
    assert {"#at-summary_nl", "#at-regulated", "#signers"} <= links


def test_page_says_who_is_waited_for(client_of, keeper, address, draft, run):
    run("submit", draft, by=keeper)
    flemish, dutch = draft.sign_offs.all()
    run("sign", dutch, by=signer(dutch))
    page = BeautifulSoup(client_of(keeper).get(english(address())).content, "html.parser")
    rows = [" ".join(row.get_text(" ").split()) for row in page.select("#now tbody tr")]
    assert "To be signed" in next(row for row in rows if str(flemish.organisation) in row)
    assert "Signed" in next(row for row in rows if str(dutch.organisation) in row)


def test_one_who_signs_reads_it_and_finds_two_buttons(client_of, address, draft, run, keeper):
    run("submit", draft, by=keeper)
    sign_off = draft.sign_offs.first()
    browser = client_of(signer(sign_off))
    desk = browser.get("/en/desk/")
    assert english(address()) in desk.content.decode()
    for name in ("description", "preview"):
        page = BeautifulSoup(browser.get(english(address(name))).content, "html.parser")
        buttons = {link["href"].split("?")[0] for link in page.select("a.button[href*='workflow']")} or {
            link["href"].split("?")[0] for link in page.select("a.button")
        }
        assert {f"{sign_off.pk}/sign/", f"{sign_off.pk}/ask_changes/"} <= {
            "/".join(href.split("/")[-3:]) for href in buttons
        }


def test_page_costs_the_same_for_many_versions(client_of, keeper, address, comparison, django_assert_max_num_queries):
    description = authorised(comparison=comparison)
    AuthorisedDescription.objects.filter(pk=description.pk).update(status=Status.PUBLISHED, is_current=True)
    browser = client_of(keeper)
    browser.get(address())
    with django_assert_max_num_queries(60):
        assert browser.get(address()).status_code == 200


def test_teacher_and_network_see_it_and_a_stranger_does_not(client_of, address, draft):
    teacher = RaterFactory(comparison=draft.comparison, country="nl").user
    for user, expected in ((teacher, 200), (network_administrator(), 200), (UserFactory(), 404)):
        assert client_of(user).get(address()).status_code == expected
        assert client_of(user).get(address("preview")).status_code == expected


def test_preview_of_nothing_does_not_exist(client_of, keeper, address):
    assert client_of(keeper).get(address("preview")).status_code == 404


def test_other_comparisons_have_nothing_to_do_with_it(client_of, keeper):
    other = concluded()
    assert client_of(keeper).get(other.desk_url).status_code == 404
