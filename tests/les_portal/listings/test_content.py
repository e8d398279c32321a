"""A listing as plain values: what is wrong with them, in words, and which translation is of which original."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from les_portal.listings.content import (
    COLUMNS,
    FIELDS,
    LONGEST,
    content_of,
    in_words,
    is_outdated,
    label_of,
    lacking,
    problems,
    stamped,
    write,
)
from programmes.models import Programme
from tests.factories.programmes import OccupationFactory, ProgrammeFactory, QualificationFactory, the_form, the_level
from tests.factories.schools import LONG_AGO, CampusFactory

pytestmark = pytest.mark.django_db


def fresh(listing) -> Programme:
    return Programme.objects.get(pk=listing.pk)


def test_what_is_read_can_be_written_again(published):
    published.occupations.set([OccupationFactory(), OccupationFactory()])
    content = content_of(published)
    assert set(content) == set(FIELDS)
    assert problems(published, content) == {}
    write(published, content)
    assert content_of(fresh(published)) == content


def test_everything_can_be_changed_at_once(published, school):
    elsewhere, occupation, qualification = CampusFactory(school=school), OccupationFactory(), QualificationFactory()
    changes = {column: f"{column} anders" for column in COLUMNS} | {
        "form": the_form("SO_DUAAL").pk,
        "qualification": qualification.pk,
        "level": the_level("VKS", "3").pk,
        "duration_months": "36",
        "workplace_share": 60,
        "website": "https://school.example.org/lassen",
        "reference": "L1",
        "campuses": [elsewhere.pk],
        "occupations": [occupation.pk],
    }
    write(published, changes)
    now = content_of(fresh(published))
    assert {name: now[name] for name in changes} == changes | {"duration_months": 36}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("form", None),
        ("form", "abc"),
        ("form", 999_999),
        ("field", ""),
        ("level", 999_999),
        ("qualification", 999_999),
        ("duration_months", "two years"),
        ("duration_months", "-1"),
        ("duration_months", "99999999"),
        ("workplace_share", "101"),
        ("website", "no address"),
        ("website", "javascript:alert(1)"),
        ("email", "nobody"),
        ("language", "de"),
        ("written_in", ""),
        ("reference", "x" * 61),
        ("title_nl", "x" * 161),
        ("summary_fr", "x" * 301),
        ("content_en", "x" * (LONGEST + 1)),
        ("campuses", [999_999]),
    ],
)
def test_what_cannot_be_has_a_sentence_and_is_not_written(published, name, value):
    before = content_of(published)
    with override("en"):
        found = problems(published, {name: value})
    assert list(found) == [name]
    assert found[name].endswith(".")
    assert "null" not in found[name]
    with pytest.raises((ValidationError, ValueError)):
        write(published, {name: value})
    assert content_of(fresh(published)) == before


def test_a_school_chooses_from_its_own_side(published):
    dutch = {"form": the_form("MBO_BBL").pk, "level": the_level("NLQF", "4").pk}
    assert set(problems(published, dutch)) == {"form", "level"}


def test_what_a_listing_has_already_may_stay():
    """A register or the network may have given it a form of the other side: that is not this editor's to mend."""
    listing = ProgrammeFactory(form=the_form("MBO_BBL"))
    assert problems(listing, {"form": listing.form_id}) == {}


def test_a_campus_of_another_school_is_refused(published):
    assert list(problems(published, {"campuses": [CampusFactory().pk]})) == ["campuses"]


def test_a_reference_is_one_listings_of_its_school(published, draft):
    write(draft, {"reference": "L1"})
    assert list(problems(published, {"reference": "L1"})) == ["reference"]
    assert problems(draft, {"reference": "L1"}) == {}
    assert problems(ProgrammeFactory(), {"reference": "L1"}) == {}


def test_what_visitors_cannot_do_without_is_named_by_its_field(published):
    assert lacking(published, content_of(published)) == {}
    organisation = published.school.organisation
    organisation.website = organisation.email = organisation.phone = ""
    bare = content_of(published) | {"title_nl": "", "campuses": []}
    assert set(lacking(published, bare)) == {"title_nl", "campuses", "website"}
    assert set(lacking(published, bare | {"phone": "+32 9 000 00 00"})) == {"title_nl", "campuses"}


def test_a_closed_campus_is_none(published, campus):
    campus.closed_on = LONG_AGO
    campus.save()
    assert set(lacking(published, content_of(published))) == {"campuses"}


def test_values_in_words_also_when_they_are_raw(published, campus):
    with override("en"):
        assert label_of("content_fr").endswith("(French)")
        assert in_words("form", published.form_id) == str(published.form)
        assert in_words("campuses", [campus.pk]) == str(campus)
        assert in_words("language", "nl") == "Dutch"
        assert in_words("duration_months", "two years") == "two years"
    assert in_words("form", "abc") == in_words("level", None) == in_words("occupations", []) == ""


# --- translations -------------------------------------------------------------------------------


def outdated(listing: Programme) -> set[str]:
    content = content_of(listing)
    pairs = product(("title", "summary", "content"), ("nl", "fr", "en"))
    return {f"{text}_{code}" for text, code in pairs if is_outdated(content, listing.translated_from, text, code)}


def test_a_translation_is_outdated_when_its_original_changes(published):
    write(published, {"title_nl": "Frezen en draaien"})
    assert outdated(published) == {"title_fr"}
    write(published, {"title_fr": "Fraisage et tournage"})
    assert outdated(published) == set()


def test_original_and_translation_changed_together_are_fresh(published):
    write(published, {"title_nl": "Frezen en draaien", "title_fr": "Fraisage et tournage"})
    assert outdated(published) == set()


def test_going_back_to_the_text_that_was_translated_makes_it_right_again(published):
    write(published, {"title_nl": "Frezen en draaien"})
    write(published, {"title_nl": "Frezen"})
    assert outdated(published) == set()


def test_another_original_makes_nothing_outdated_that_was_right(published):
    write(published, {"title_en": "Milling", "summary_nl": "Kort", "summary_en": "Short"})
    write(published, {"summary_nl": "Korter"})
    assert outdated(published) == {"summary_en"}
    write(published, {"written_in": "fr"})
    assert "title_en" not in outdated(published)
    write(published, {"title_fr": "Fraisage II"})
    assert {"title_nl", "title_en"} <= outdated(published)


steps = st.lists(
    st.tuples(st.sampled_from(["title_nl", "title_fr", "title_en", "written_in"]), st.sampled_from("abc")), max_size=12
)


@settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(steps=steps)
def test_what_was_translated_last_is_never_outdated_and_an_original_never_is(steps):
    content = dict.fromkeys(FIELDS, "") | {"written_in": "nl"}
    stamps = {}
    for name, value in steps:
        change = {name: {"a": "nl", "b": "fr", "c": "en"}[value] if name == "written_in" else value}
        stamps, content = stamped(content, stamps, change), content | change
        original = content["written_in"]
        assert not is_outdated(content, stamps, "title", original)
        if name.startswith("title_"):
            assert not is_outdated(content, stamps, "title", name[-2:])
