"""The page of a description: what it says first, to whom, in which state, and at what cost."""

import gzip

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from competences.models import AuthorisedDescription
from les_portal.documents.models import Document
from les_portal.jobs.models import Job
from les_portal.publication.changes import changed
from les_portal.workflow.engine import workflow_of
from tests.browsing.queries import queries_of
from tests.competences.paper.samples import large, line, nursing, ordinary, pair
from tests.factories.competences import DescriptionFactory, authorised, counting, network_administrator

pytestmark = pytest.mark.django_db
Status = AuthorisedDescription.Status
MOST_BYTES = 100_000
# No page of ours says that one diploma is declared equal to another.
NEVER = ("gelijkgesteld", "gelijkgeschakeld", "erkend diploma", "recognised as equivalent")


def address(description: AuthorisedDescription, language: str = "en", part: str = "") -> str:
    return f"/{language}/descriptions/{description.comparison.slug}/{part}"


def soup(response, status: int = 200) -> BeautifulSoup:
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def words(part) -> str:
    return " ".join(part.get_text(" ").split())


@pytest.fixture
def page(client):
    def page(description, language: str = "en", part: str = "", status: int = 200) -> BeautifulSoup:
        return soup(client.get(address(description, language, part)), status).main

    return page


def put(description: AuthorisedDescription, status: str, **fields) -> AuthorisedDescription:
    AuthorisedDescription.objects.filter(pk=description.pk).update(status=status, **fields)
    changed("description", [description.pk])
    description.refresh_from_db()
    return description


# --- the answer first -------------------------------------------------------------------------------


def test_the_answer_stands_before_anything_else(page):
    main = page(ordinary())
    answer = main.find(class_="answer")
    said = words(answer)
    assert "Covers 75 % of what the other diploma asks" in said
    assert "Technicus service en onderhoud" in said
    assert "elektromecanicien" in said
    assert "leidinggeven evenmin" in said
    assert "Not a protected profession" in said
    headings = [words(heading) for heading in main.find_all(["h1", "h2"])]
    assert headings[:2] == ["Elektromecanicien", "Covers 75 % of what the other diploma asks"]
    assert headings.index("Competence by competence") > 1


def test_coverage_is_said_by_number_word_sign_and_pattern(page):
    answer = page(ordinary()).find(class_="answer")
    legend = [words(row) for row in answer.select(".legend li")]
    assert legend == ["= Equivalent 5", "≈ Partial 2", "− Missing 1", "+ Extra 1 on top, not counted"]
    assert answer.svg.title.get_text() == "75 %: Equivalent 5, Partial 2, Missing 1"
    assert answer.svg.find(class_="bar-full")["d"] != answer.svg.find(class_="bar-line")["d"]


def test_percent_is_rounded_down(page):
    comparison = pair({}, {})
    for relation in ("equivalent", "equivalent", "missing"):
        line(comparison, f"Doet iets ({relation})", relation)
    assert "Covers 66 %" in words(page(counting(comparison=comparison)).find(class_="answer"))


def test_without_written_differences_the_gaps_are_named(page):
    description = ordinary(differences_nl="")
    answer = page(description).find(class_="answer")
    assert "Begeleidt een kleine ploeg en rapporteert (Missing)" in words(answer)
    first = answer.select_one(".answer-parts a[href^='#line-']")
    assert page(description).find(id=first["href"][1:])


def test_both_levels_are_shown_and_a_warning_only_where_they_differ(page):
    same, other = words(page(ordinary())), words(page(nursing()))
    assert "VKS 4 · EQF 4" in same
    assert "NLQF 4 · EQF 4" in same
    assert "do not have the same level" not in same
    assert "do not have the same level: EQF 5 and EQF 4" in other


def test_protected_profession_names_whom_to_ask_by_cohort_and_never_promises(page):
    main = page(nursing(), "nl")
    law, said = words(main.find(class_="answer")), words(main)
    assert law.count("BIG-register (CIBG)") == 2
    assert "1 september 2023" in law
    assert "artikel 3 van de wet BIG" in law
    assert "NVKVV" in said
    assert [word for word in NEVER if word in said.casefold()] == []


# --- competence by competence -----------------------------------------------------------------------


def test_each_row_has_its_relation_its_note_and_what_would_bridge_it(page):
    rows = page(ordinary()).select("table.pairs tbody tr")
    said = [words(row) for row in rows]
    assert len(said) == 8
    assert "= Equivalent" in said[0]
    assert "Kan ook: Werkt veilig" in said[0]
    assert "≈ Partial" in said[3]
    assert "Legislation" in said[3]
    assert "Iets kleiner van omvang." in said[3]
    assert "Cursus: Stelt instrumentatie af nl Course · 24 hours · Scalda" in said[3]
    assert "− Missing" in said[6]
    assert "Nothing in this diploma." in said[6]
    assert all(row.th["scope"] == "row" for row in rows)


def test_knowledge_skills_and_original_words_are_folded(page):
    row = page(ordinary()).select_one("table.pairs tbody tr")
    folded = row.find("details")
    assert "open" not in folded.attrs
    assert "Kennis van: Werkt veilig" in words(folded)
    assert "Handelt bij: Werkt veilig" in words(folded)
    assert folded.find("q")["lang"] == "nl"


def test_kept_disagreement_shows_both_views(page):
    row = next(row for row in page(large(6)).select("table.pairs tbody tr") if row.find(class_="views"))
    views = [words(view) for view in row.select(".views li")]
    assert len(views) == 2
    assert "= Equivalent Gezien door be." in views[0]
    assert "≈ Partial Gezien door nl." in views[1]


def test_extras_stand_apart_and_do_not_count(page):
    extras = page(ordinary()).find(id="extras")
    assert "+ Extra" in words(extras)
    assert "Vervangt lagers en koppelingen" in words(extras)


def test_text_in_another_language_says_so(page):
    main = page(ordinary(), "fr")
    assert main.h1["lang"] == "nl"
    assert main.find(class_="translated").contents[0].strip() == "Électromécanicien"
    summary = main.find("div", class_="lead")
    assert "d’emblée" in words(summary)
    assert "lang" not in summary.attrs
    first = main.select_one("table.pairs tbody th")
    assert first.find("span", lang="nl")
    assert words(first.find("abbr", class_="lang-mark")) == "nl"


# --- who stands behind it, and how to take it along -------------------------------------------------


def test_it_says_who_authorised_it_when_and_for_how_long(page):
    description = ordinary()
    part = page(description).find(id="authorised")
    for sign_off in description.sign_offs.all():
        assert sign_off.organisation.name in words(part)
        assert sign_off.by.name not in words(part), "an organisation signs, no person"
    assert f"{description.number}, version 1" in words(part)
    assert "valid until" in words(part).casefold()


def test_download_and_verification_once_the_paper_is_made(page, do_jobs):
    description = ordinary()
    assert "The PDF is still being made." in words(page(description))
    do_jobs()
    changed("description", [description.pk])
    bar = page(description).find(class_="thumb-bar")
    download, verify = bar.find_all("a")
    assert download["href"].endswith("-en-v1-en.pdf")
    assert "KB" in words(download)
    assert verify["href"].startswith("/v/")
    languages = [link["hreflang"] for link in page(description).select("a[hreflang]")]
    assert languages == ["nl", "fr", "en"]


def test_without_a_paper_in_the_language_the_dutch_one_is_offered(page, do_jobs):
    description = ordinary()
    french = Document.objects.get(language="fr", object_id=description.pk)
    Job.objects.filter(key=f"document:{french.pk}").delete()
    do_jobs()
    changed("description", [description.pk])
    for language, offered, excuses in (("fr", "nl", 1), ("en", "en", 0)):
        take = page(description, language).find(class_="take")
        assert f"-{offered}-v1-{offered}.pdf" in take.find(class_="thumb-bar").a["href"]
        assert len(take.find_all("p", class_="trust")) == excuses


# --- in which state ---------------------------------------------------------------------------------


def test_under_review_says_what_changed_and_stays_readable(page):
    description = ordinary()
    concern = {"key": "x", "event": "changed", "what": "title", "name": "", "before": "Oud", "after": "Nieuw"}
    put(description, Status.UNDER_REVIEW, concerns=[concern])
    main = page(description)
    assert "Under review" in words(main.find(class_="notice"))
    assert "“Oud” is now called “Nieuw”" in words(main.find(class_="notice"))
    assert main.find(class_="answer")


def test_expired_says_until_when_and_stays_readable(page):
    description = put(ordinary(), Status.EXPIRED)
    main = page(description)
    assert "expired. It was valid until" in words(main.find(class_="notice"))
    assert main.find(class_="answer")


def test_older_version_stays_and_leads_to_the_one_that_counts(page, client):
    older = put(ordinary(), Status.SUPERSEDED, is_current=False)
    newer = counting(comparison=older.comparison)
    main = page(older, part="v1/")
    assert "version 1, and it was replaced" in words(main.find(class_="notice"))
    assert main.find(class_="notice").a["href"] == newer.get_absolute_url().replace("/nl/", "/en/")
    current = page(older)
    assert not current.select(".notice.warn")
    history = words(current.find(id="authorised"))
    assert "Version 1 · " in history
    assert "Replaced by a newer version" in history
    assert b"noindex" in client.get(address(older, part="v1/")).content
    assert b"noindex" not in client.get(address(older)).content


def test_withdrawn_one_is_a_notice_with_the_reason_and_nothing_else(client, page):
    description = ordinary()
    workflow_of(description).run("withdraw", description, by=network_administrator(), comment="Er stond een fout in.")
    for part in ("", "v1/", "cover/"):
        main = page(description, part=part, status=410)
        assert "Er stond een fout in." in words(main)
        assert description.number in words(main)
        assert "Elektromecanicien" not in words(main)
        assert not main.select("table, svg.bar, .thumb-bar")


@pytest.mark.parametrize("make", [authorised, DescriptionFactory], ids=["authorised", "draft"])
def test_what_is_not_published_is_not_there(make, client):
    description = make()
    for part in ("", "v1/", "cover/"):
        assert client.get(address(description, part=part)).status_code == 404
    assert client.get("/en/descriptions/no-such-pair/").status_code == 404


def test_withdrawn_before_it_was_published_is_not_told_to_strangers(client):
    description = authorised()
    workflow_of(description).run("withdraw", description, by=network_administrator(), comment="Toch niet.")
    assert client.get(address(description)).status_code == 404


def test_demo_says_that_it_is_invented(page):
    main = page(ordinary(is_demo=True))
    assert "Invented for the demo" in words(main)
    assert "Invented for the demo" not in words(page(nursing()))


# --- stored, light, and told from the snapshot ------------------------------------------------------


def test_page_is_kept_for_everybody_until_something_changes(client, client_of, anna):
    description = ordinary()
    first = client.get(address(description))
    assert "public" in first["Cache-Control"]
    assert client.get(address(description), headers={"If-None-Match": first["ETag"]}).status_code == 304
    put(description, Status.EXPIRED)
    assert client.get(address(description)).content != first.content
    mine = client_of(anna).get(address(description))
    assert words(soup(mine).main) == words(soup(client.get(address(description))).main)


def test_page_is_told_from_the_snapshot_and_never_from_the_rows(page):
    description = ordinary()
    comparison = description.comparison
    type(comparison.source).objects.filter(pk=comparison.source_id).update(title="Anders", title_nl="Anders")
    comparison.lines.update(relation="missing")
    changed("description", [description.pk])
    assert "Anders" not in words(page(description))
    assert "Covers 75 %" in words(page(description))


def test_queries_are_the_same_for_one_competence_and_for_forty(client):
    few, many = large(1), large(40)
    assert len(queries_of(client, address(few))) == len(queries_of(client, address(many)))


def test_page_with_forty_competences_is_light(client):
    response = client.get(address(large(40), "nl"))
    body = response.content if "Content-Encoding" not in response else gzip.decompress(response.content)
    assert body.count(b"<tr") == 41 + body.count(b"<thead") - 1
    assert len(gzip.compress(body)) < MOST_BYTES / 4


def test_addresses_of_the_three_pages():
    assert reverse("descriptions:version", args=["a-b", 2]).endswith("/descriptions/a-b/v2/")
    assert reverse("descriptions:cover", args=["a-b"]).endswith("/descriptions/a-b/cover/")
