"""What whoever holds a paper learns of it: behind its code, on its page, and from its file."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from competences.models import AuthorisedDescription
from les_portal.documents.models import Document
from programmes.models import Qualification
from tests.factories.competences import (
    DescriptionFactory,
    authorised,
    network_administrator,
    signer,
)

pytestmark = pytest.mark.django_db
Status = AuthorisedDescription.Status
WHY = "De wet is veranderd."


@pytest.fixture
def nora():
    return network_administrator()


@pytest.fixture
def published(run, do_jobs, nora):
    description = authorised()
    do_jobs()
    run("publish", description, by=nora)
    return description


def paper_of(description, language: str = "nl") -> Document:
    return Document.objects.about(description).get(language=language)


def words(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").find("main").get_text(" ").split())


def behind_code(client, paper: Document) -> str:
    return words(client.get(reverse("verify", args=[paper.code]), headers={"Accept-Language": "en"}))


def data(client, paper: Document) -> dict:
    return client.get(reverse("verify", args=[paper.code]), headers={"Accept": "application/json"}).json()


def file(paper: Document) -> str:
    return reverse("documents:file", args=[paper.number, paper.file_name]).replace("/nl/", "/en/", 1)


def answer_to(client, address: str) -> int:
    response = client.get(address)
    response.getvalue()  # to the end, as a browser reads it
    return response.status_code


def page(paper: Document) -> str:
    return paper.get_absolute_url().replace("/nl/", "/en/", 1)


def test_published_one_is_valid_without_more(client, published):
    paper = paper_of(published)
    assert "ours, and valid" in behind_code(client, paper)
    assert data(client, paper)["remark"] is None
    assert answer_to(client, file(paper)) == 200


def test_authorised_one_is_nobodys_file_yet(client, do_jobs):
    description = authorised()
    do_jobs()
    paper = paper_of(description)
    assert "not published yet" in behind_code(client, paper)
    assert answer_to(client, file(paper)) == 404
    assert client.get(page(paper)).status_code == 404


def test_under_review_says_since_when_and_in_general_why(client, published, run):
    run("put_under_review", published, by=None, comment="Het gewicht van iets.")
    paper = paper_of(published)
    for said in (behind_code(client, paper), words(client.get(page(paper)))):
        assert "Under review since" in said
        assert "one of the diplomas or a law" in said
        assert "Het gewicht" not in said
    assert "ours, and valid" not in behind_code(client, paper)
    remark = data(client, paper)["remark"]
    assert remark["code"] == "under_review"
    assert remark["url"].endswith(published.get_absolute_url())
    assert answer_to(client, file(paper)) == 200


def test_upheld_one_is_valid_again(client, published, run, nora):
    run("put_under_review", published, by=None)
    run("uphold", published, by=nora, comment="Telt niet.")
    assert "ours, and valid" in behind_code(client, paper_of(published))


@pytest.mark.parametrize("diploma_ended", [False, True])
def test_expired_says_until_when_and_is_still_given(client, published, run, diploma_ended):
    if diploma_ended:
        Qualification.objects.filter(pk=published.comparison.source_id).update(valid_to="2026-08-31")
    run("expire", published, by=None)
    paper = paper_of(published)
    said = behind_code(client, paper)
    assert "has expired" in said
    assert ("31 August 2026" in said) is diploma_ended
    assert data(client, paper)["remark"]["code"] == "expired"
    assert answer_to(client, file(paper)) == 200


# --- scenario 12 ----------------------------------------------------------------------------------


def test_superseded_leads_to_the_newer_paper_and_is_still_given(client, published, run, do_jobs, nora):
    second = DescriptionFactory(comparison=published.comparison)
    run("submit", second, by=nora)
    for sign_off in second.sign_offs.all():
        run("sign", sign_off, by=signer(sign_off))
    do_jobs()
    older = paper_of(published)
    assert "ours, and valid" in behind_code(client, older), "until the newer one is published"
    run("publish", second, by=nora)
    newer = paper_of(second)
    assert "newer version stands in its place" in behind_code(client, older)
    assert data(client, older)["superseded_by"]["number"] == newer.number
    response = client.get(page(older))
    assert newer.get_absolute_url().replace("/nl/", "/en/", 1) in response.content.decode()
    assert answer_to(client, file(older)) == 200


# --- withdrawn ------------------------------------------------------------------------------------


def test_withdrawn_one_is_a_notice_for_everybody(client, client_of, published, run, nora):
    run("withdraw", published, by=nora, comment=WHY)
    for browser in (client, client_of(nora)):
        for language in ("nl", "fr", "en"):
            paper = paper_of(published, language)
            for address in (file(paper), page(paper)):
                response = browser.get(address)
                assert response.status_code == 410
                assert response["Content-Type"].startswith("text/html")
                assert WHY in words(response)
                assert "no-store" in response["Cache-Control"]
    said = behind_code(client, paper_of(published))
    assert "has been withdrawn" in said
    assert WHY in said
    assert data(client, paper_of(published))["remark"]["code"] == "withdrawn"


def test_superseded_one_can_be_withdrawn_too_and_leads_to_what_counts(client, published, run, do_jobs, nora):
    test_superseded_leads_to_the_newer_paper_and_is_still_given(client, published, run, do_jobs, nora)
    published.refresh_from_db()
    run("withdraw", published, by=nora, comment=WHY)
    response = client.get(file(paper_of(published)))
    assert response.status_code == 410
    assert published.get_absolute_url().replace("/nl/", "/en/", 1) in response.content.decode()


def test_withdrawn_before_it_was_published_was_never_there(client, do_jobs, run, nora):
    description = authorised()
    do_jobs()
    run("withdraw", description, by=nora, comment=WHY)
    assert client.get(file(paper_of(description))).status_code == 404
    assert client.get(page(paper_of(description))).status_code == 404
