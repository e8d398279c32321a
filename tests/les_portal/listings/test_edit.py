"""The page on which a listing is edited, with JavaScript and without."""

import pytest
from django.urls import reverse

from les_portal.listings.actions.revising import Typed, revise, type_into
from les_portal.listings.content import content_of
from les_portal.listings.models import Revision
from programmes.models import Occupation, Programme, Qualification
from tests.factories.programmes import OccupationFactory, ProgrammeFactory, QualificationFactory
from tests.factories.schools import CampusFactory
from tests.les_portal.listings.pages import english, form_of, fresh, read, revision_of

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
PAGES = ("edit", "save", "find", "preview", "preview-page", "programme")


# --- for whom ------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_strangers_do_not_learn_that_it_exists(client_of, published, address, page, chloe, finn, tom, emma):
    for person in (chloe, finn, tom, emma):
        browser = client_of(person)
        answers = [browser.get(address(published, page)), browser.post(address(published, page), {"then": "apply"})]
        assert {answer.status_code for answer in answers} <= {404, 405}
        assert browser.get(address(published, page)).status_code == (405 if page == "save" else 404)
    assert not Revision.objects.exists()


def test_a_reader_may_look_and_not_edit(client_of, bram, published, address):
    browser = client_of(bram)
    status = {page: browser.get(address(published, page)).status_code for page in PAGES if page != "save"}
    assert status == {"edit": 403, "find": 403, "preview": 200, "preview-page": 200, "programme": 200}
    typed = {"was-title_nl": "Frezen", "title_nl": "X"}
    assert browser.post(address(published, "save"), typed).status_code == 403
    assert browser.post(address(published), typed).status_code == 403
    assert not Revision.objects.exists()


def test_the_address_of_another_school_leads_nowhere(client_of, anna, published, other_school_organisation):
    path = reverse("listings:edit", args=[other_school_organisation.slug, published.slug])
    assert client_of(anna).get(path).status_code == 404


def test_looking_writes_nothing(client_of, anna, published, address):
    assert client_of(anna).get(address(published)).status_code == 200
    assert not Revision.objects.exists()


# --- the page ------------------------------------------------------------------------------------


def test_what_comes_back_untouched_changes_nothing(client_of, anna, published, address):
    published.occupations.set([OccupationFactory()])
    published.summary_nl, published.content_fr = "Kort\nen bondig, écht", "- un\n- deux"
    published.qualification = QualificationFactory()
    published.save()
    browser = client_of(anna)
    sent = form_of(read(browser.get(address(published))))
    # As browsers do, with the ends of lines that networks have.
    sent = {name: [value.replace("\n", "\r\n") for value in values] for name, values in sent.items()}
    assert len([name for name in sent if name.startswith("was-")]) == len(content_of(published))
    assert browser.post(address(published), sent | {"then": "keep"}).status_code == 302
    assert not Revision.objects.exists()


def test_every_field_can_be_reached_by_its_anchor(client_of, anna, published, address):
    page = read(client_of(anna).get(address(published)))
    assert [name for name in content_of(published) if not page.select_one(f"#at-{name}")] == []


def test_menus_offer_what_is_in_force_on_the_schools_side(client_of, anna, published, address):
    page = read(client_of(anna).get(address(published)))
    forms = {option["value"] for option in page.select("[name=form] option")}
    historic = published.form._meta.model.objects.get(code="DBSO")
    dutch = published.form._meta.model.objects.get(code="MBO_BBL")
    assert str(published.form_id) in forms
    assert forms.isdisjoint({str(historic.pk), str(dutch.pk)})
    assert all("VKS" in option.get_text() for option in page.select("[name=level] option")[1:])


def test_what_is_not_in_force_any_more_stays_where_it_is(client_of, anna, published, address):
    Programme.objects.update(form=published.form._meta.model.objects.get(code="DBSO"))
    page = read(client_of(anna).get(address(published)))
    assert page.select_one("[name=form] option[selected]")["value"] == str(fresh(published).form_id)


def test_only_the_schools_open_campuses_are_there_and_where_it_is_taught(
    client_of, anna, published, school, campus, address
):
    other, closed = CampusFactory(school=school), CampusFactory(school=school, retired=True)
    CampusFactory()
    campus.closed_on = closed.retired_on
    campus.save()
    page = read(client_of(anna).get(address(published)))
    boxes = {int(box["value"]): box.has_attr("checked") for box in page.select("[name=campuses]")}
    assert boxes == {campus.pk: True, other.pk: False}


def test_each_text_says_how_it_stands(client_of, anna, published, address):
    revise(published, {"summary_nl": "Kort", "summary_fr": "Court"}, by=anna)
    revise(fresh(published), {"summary_nl": "Korter"}, by=anna)
    page = english(client_of(anna), address(published))
    said = {
        name: page.select_one(f"#tongue-{name}").get_text(strip=True)
        for name in ("summary_nl", "summary_fr", "summary_en")
    }
    assert said == {
        "summary_nl": "original",
        "summary_fr": "outdated",
        "summary_en": "missing",
    }
    assert page.select_one("#state-texts").get_text(strip=True) == "look again"
    assert page.select_one("button[name=right]")["value"] == "summary_fr"


def test_still_right_is_kept_with_the_next_changes(client_of, anna, published, address):
    revise(published, {"title_nl": "Frezen (CNC)"}, by=anna)
    browser = client_of(anna)
    assert browser.post(address(published), {"right": "title_fr"}).status_code == 302
    assert not read(browser.get(address(published))).select("button[name=right]")
    browser.post(address(published), {"then": "apply"})
    assert fresh(published).translated_from["title_fr"]
    assert fresh(published).title_fr == "Fraisage"
    assert not Revision.objects.open().exists()


def test_the_language_it_is_written_in_can_be_another(client_of, anna, published, address):
    browser = client_of(anna)
    browser.post(address(published, "save"), {"was-written_in": "nl", "written_in": "fr"})
    page = english(browser, address(published))
    assert page.select_one("#tongue-title_fr").get_text(strip=True) == "original"
    assert page.select_one("#tongue-title_nl").get_text(strip=True) == "translated"


# --- saving --------------------------------------------------------------------------------------


def test_saving_answers_with_what_changes_on_the_page(client_of, anna, published, address):
    answer = client_of(anna).post(
        address(published, "save").replace("/nl/", "/en/"), {"was-content_nl": "", "content_nl": "**vet**", "page": "p"}
    )
    part = read(answer)
    assert answer.status_code == 200
    assert part.select_one("#save-status").get_text(strip=True).startswith("Saved at")
    assert part.select_one("[name=was-content_nl]")["value"] == "**vet**"
    assert part.select_one("#preview-content_nl strong").get_text() == "vet"
    assert part.select_one("#tongue-content_fr").get_text(strip=True) == "missing"
    assert revision_of(published).changes == {"content_nl": "**vet**"}
    assert fresh(published).content_nl in ("", None)


def test_what_cannot_be_is_kept_and_shown_with_its_sentence(client_of, anna, published, address):
    browser = client_of(anna)
    typed = {"was-duration_months": "24", "duration_months": "twee jaar", "was-website": "", "website": "http://"}
    part = read(browser.post(address(published, "save"), typed))
    assert part.select_one("#problem-duration_months .error")
    page = read(browser.get(address(published)))
    assert page.select_one("[name=duration_months]")["value"] == "twee jaar"
    assert page.select_one("#problem-duration_months .error")
    assert page.select_one("#problem-website .error")
    answer = browser.post(address(published), {"then": "apply"})
    assert [link["href"] for link in read(answer).select(".error-summary a")] == ["#at-duration_months", "#at-website"]
    assert fresh(published).duration_months == 24


def test_an_address_without_its_beginning_is_understood(client_of, anna, published, address):
    client_of(anna).post(address(published, "save"), {"was-website": "", "website": "www.school.example.org"})
    assert revision_of(published).changes == {"website": "https://www.school.example.org"}


def test_half_characters_and_others_that_no_database_takes_are_left_out(client_of, anna, published, address):
    body = "was-title_nl=Frezen&title_nl=Fre%00zen%ED%A0%80en"
    client_of(anna).post(address(published, "save"), body, content_type="application/x-www-form-urlencoded")
    assert revision_of(published).changes["title_nl"].startswith("Frezen")


@pytest.mark.parametrize(
    "typed",
    [
        {"was-form": "", "form": "9" * 40},
        {"was-campuses": "", "campuses": ["x", "9" * 40, "-1"]},
        {"was-level": "1", "level": "²"},
        {"was-written_in": "nl", "written_in": "de", "was-title_fr": "", "title_fr": "x"},
        {"was-written_in": "nl"},
        {"was-language": "nl", "language": "de"},
        {"was-qualification": "", "qualification": "1 OR 1=1"},
        {"was-occupations": "", "occupations": "999999"},
        {"was-nothing": "", "nothing": "x"},
        {"settle": "title_nl:x"},
        {"settle": "nothing:"},
        {"right": "title_nl"},
    ],
)
def test_nobody_breaks_it_with_what_no_page_sends(client_of, anna, published, address, typed):
    browser, before = client_of(anna), content_of(published)
    for page in ("save", "edit"):
        assert browser.post(address(published, page), typed | {"then": "apply"}).status_code in (200, 302, 409)
    assert browser.get(address(published)).status_code == 200
    assert browser.get(address(published, "preview")).status_code == 200
    assert content_of(fresh(published)) | {"occupations": []} == before | {"occupations": []}


def test_an_unknown_text_cannot_be_still_right(client_of, anna, published, address):
    assert client_of(anna).post(address(published), {"right": "slug_nl"}).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "<a href=javascript:x>y</a>",
    ],
)
def test_formatted_text_is_harmless_everywhere(client_of, anna, published, address, text):
    browser = client_of(anna)
    typed = {"was-content_nl": "", "content_nl": text, "was-title_nl": "Frezen", "title_nl": text}
    parts = [read(browser.post(address(published, "save"), typed))]
    parts += [read(browser.get(address(published, page))) for page in ("edit", "preview", "preview-page", "programme")]
    browser.post(address(published), {"then": "apply"})
    parts.append(read(browser.get(fresh(published).get_absolute_url())))
    for part in parts:
        assert not part.select(
            "script:not([src], [type='application/ld+json']), [onerror], img[src=x], [href^='javascript']"
        )


# --- searching -----------------------------------------------------------------------------------


def test_a_qualification_is_found_by_code_and_by_words(client_of, anna, published, address):
    wanted = QualificationFactory(code="BK0424", title_nl="industrieel lasser", title_fr="soudeur industriel")
    QualificationFactory(title_nl="industrieel schilder")
    for words in ("BK0424", "lasser industrieel", "soudeur"):
        part = read(client_of(anna).get(address(published, "find"), {"find-qualification": words}))
        assert [radio["value"] for radio in part.select("[name=qualification]")] == [str(wanted.pk)]
    assert (
        not client_of(anna)
        .get(address(published, "find"), {"find-qualification": "xyzzy"})
        .context["page"]
        .found_qualifications
    )


def test_without_javascript_the_search_keeps_what_was_typed_and_shows_what_it_found(
    client_of, anna, published, address
):
    wanted = OccupationFactory(title_nl="onderwaterlasser")
    browser = client_of(anna)
    sent = form_of(read(browser.get(address(published))))
    answer = browser.post(
        address(published), sent | {"title_nl": "Getypt", "find-occupation": "onderwater", "then": "keep"}
    )
    assert answer["Location"].endswith("?occupation=onderwater#at-find-occupation")
    page = read(browser.get(answer["Location"]))
    assert [box["value"] for box in page.select("#found-occupation [name=occupations]")] == [str(wanted.pk)]
    assert page.select_one("[name=title_nl]")["value"] == "Getypt"
    again = form_of(page)
    browser.post(address(published), again | {"occupations": [str(wanted.pk)], "find-occupation": "", "then": "keep"})
    assert revision_of(published).changes["occupations"] == [wanted.pk]


# --- as many queries for many as for one ----------------------------------------------------------


def make_many(school):
    def make(number: int) -> None:
        first = Qualification.objects.count()
        rows = [
            Qualification(country="be", kind="bk", code=f"X{first + n}", slug=f"x{first + n}", title_nl=f"lasser {n}")
            for n in range(number)
        ]
        Qualification.objects.bulk_create(rows)
        jobs = [Occupation(slug=f"lasser-{first + n}", title_nl=f"lasser {n}") for n in range(number)]
        Occupation.objects.bulk_create(jobs)
        like = ProgrammeFactory(school=school)
        same = {"school": school, "form": like.form, "field": like.field, "title_nl": "lasser", "sort_key": "lasser"}
        Programme.objects.bulk_create([Programme(**same, slug=f"lasser-{first + n}") for n in range(number)])

    return make


@pytest.mark.parametrize("page", ["edit", "preview", "preview-page", "programme"])
def test_as_many_queries_for_300_as_for_one(queries_stay_constant, client_of, anna, published, school, address, page):
    type_into(published, {"title_nl": Typed("Frezen", "A")}, by=anna)
    path = address(published, page) + ("?qualification=lasser&occupation=lasser" if page == "edit" else "")
    queries_stay_constant(path, make_many(school), rows=300, client=client_of(anna))
