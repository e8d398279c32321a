"""Whom to ask: by diploma, direction and cohort; never a promise."""

import importlib
import json
import re

import pytest
from django.apps import apps
from django.urls import reverse

from competences.models import Signpost
from competences.signposts import is_meant, signposts_for
from tests.factories.competences import SignpostFactory
from tests.factories.programmes import QualificationFactory, the_level

pytestmark = pytest.mark.django_db
loading = importlib.import_module("competences.migrations.0004_signposts")
PROMISES = re.compile(
    r"gelijkgesteld|wordt erkend|is erkend|est reconnu\b|is recognised\b|geeft recht op", re.IGNORECASE
)


def diploma(country: str, title: str, level: tuple[str, str], code: str = ""):
    kind = {"be": "bk", "nl": "crebo"}[country]
    return QualificationFactory(country=country, kind=kind, code=code, title_nl=title, level=the_level(*level))


def codes(source, country: str) -> set[str]:
    return {row.code for row in signposts_for(source, country)}


@pytest.mark.parametrize(
    ("source", "country", "expected"),
    [
        (("be", "Elektromecanicien", ("VKS", "4")), "nl", {"be-nl-level", "be-nl-experience"}),
        (("nl", "Technicus service", ("NLQF", "4")), "be", {"nl-be-level", "nl-be-experience"}),
        (
            ("be", "Graduaat basisverpleegkunde", ("VKS", "5")),
            "nl",
            {"be-nl-higher", "be-nl-experience", "be-nl-nurse-hbo5", "be-nl-nurse-basic"},
        ),
        (
            ("be", "Bachelor in de verpleegkunde", ("VKS", "6")),
            "nl",
            {"be-nl-higher", "be-nl-experience", "be-nl-nurse-bachelor"},
        ),
        (("be", "Zorgkundige", ("VKS", "4")), "nl", {"be-nl-level", "be-nl-experience", "be-nl-care"}),
        (
            ("nl", "Verpleegkundige", ("NLQF", "4"), "25480"),
            "be",
            {"nl-be-level", "nl-be-experience", "nl-be-nurse-mbo"},
        ),
        (("nl", "Verzorgende-IG", ("NLQF", "3")), "be", {"nl-be-level", "nl-be-experience", "nl-be-care-ig"}),
        (("nl", "Doktersassistent", ("NLQF", "4")), "be", {"nl-be-level", "nl-be-experience", "nl-be-practice"}),
        (("nl", "Apothekersassistent", ("NLQF", "4")), "be", {"nl-be-level", "nl-be-experience", "nl-be-pharmacy"}),
    ],
)
def test_each_diploma_finds_its_own(source, country, expected):
    assert codes(diploma(*source), country) == expected


@pytest.mark.parametrize(
    ("line", "title", "code", "is_it"),
    [
        ("25480", "Iets", "25480", True),
        ("25480", "Iets", "254800", False),
        ("bk0024", "Iets", "BK0024", True),
        ("bachelor verpleegkund", "Bachelor in de verpleegkunde", "", True),
        ("graduaat verpleegkund", "Graduaat basisverpleegkunde", "", False),
        ("verzorgende ig", "Verzorgende-IG", "", True),
        ("  ", "Iets", "", False),
    ],
)
def test_line_means_a_code_or_words_that_begin_words_of_the_title(line, title, code, is_it):
    assert is_meant(line, QualificationFactory.build(title_nl=title, code=code)) is is_it


def test_diploma_that_comes_later_is_found_and_one_that_is_linked_by_hand_too():
    late = diploma("nl", "Mbo-verpleegkundige", ("NLQF", "4"), "29999")
    assert "nl-be-nurse-mbo" in codes(late, "be")
    other = diploma("nl", "Iets heel anders", ("NLQF", "4"))
    Signpost.objects.get(code="nl-be-care-ig").qualifications.add(other)
    assert "nl-be-care-ig" in codes(other, "be")
    only = SignpostFactory(code="only", origin="nl", country="be", case="level")
    only.qualifications.add(other)
    assert "only" in codes(other, "be")
    assert "only" not in codes(late, "be")


def test_what_is_over_or_for_the_other_direction_is_not_shown():
    source = diploma("be", "Elektromecanicien", ("VKS", "4"))
    Signpost.objects.filter(code="be-nl-level").update(valid_to="2020-01-01")
    assert codes(source, "nl") == {"be-nl-experience"}


def test_cohorts_of_the_nurses_meet_and_do_not_overlap():
    before, after = (Signpost.objects.get(code=f"be-nl-nurse-{name}") for name in ("hbo5", "basic"))
    assert before.cohort_until == after.cohort_from
    assert str(after.cohort_from) == "2023-09-01"


def test_all_of_them_are_in_three_languages_dated_with_a_source_and_promise_nothing():
    rows = list(Signpost.objects.all())
    assert {(row.origin, row.country) for row in rows} == {("be", "nl"), ("nl", "be")}
    for row in rows:
        texts = [row.text_nl, row.text_fr, row.text_en]
        assert all(texts), row.code
        assert row.source, row.code
        assert row.valid_from, row.code
        assert not PROMISES.search(" ".join(texts)), row.code
        assert row.is_automatic is (row.case == "higher"), "only the level of higher education holds by itself"


def test_loading_them_again_changes_nothing():
    before = list(Signpost.objects.order_by("code").values())
    loading.load(apps, None)
    assert list(Signpost.objects.order_by("code").values()) == before
    assert len(before) == len(json.loads((loading.REFERENCE / "signposts.json").read_text()))


# --- in the administration --------------------------------------------------------------------------


@pytest.fixture
def administration(client_of, nora):
    nora.is_staff = True
    nora.save()
    return client_of(nora)


def test_facts_of_one_that_is_there_are_not_edited(administration):
    row = Signpost.objects.get(code="be-nl-level")
    response = administration.get(reverse("admin:competences_signpost_change", args=[row.pk]))
    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="valid_to"' in page
    assert 'name="words"' in page
    assert 'name="body"' not in page
    assert 'name="text_nl"' not in page
    assert "?copy=be-nl-level" in page


def test_new_one_begins_with_what_the_old_one_says(administration):
    url = reverse("admin:competences_signpost_add")
    page = administration.get(f"{url}?copy=be-nl-level").content.decode()
    assert "Het loket IDW" in page
    assert 'name="body" value="IDW"' in page
    assert "Het loket IDW" not in administration.get(f"{url}?copy=unknown").content.decode()


def test_only_the_network_keeps_signposts(client_of, ada, nora):
    for user, may in ((nora, True), (ada, False)):
        assert user.has_perm("competences.change_signpost") is may
        assert user.has_perm("competences.delete_signpost") is False
    ada.is_staff = True
    ada.save()
    assert client_of(ada).get(reverse("admin:competences_signpost_changelist")).status_code != 200
