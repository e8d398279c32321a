"""What the demo tells of descriptions: one pair in each state that they can be in, made by its people themselves."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase

from competences.models import AuthorisedDescription, Comparison, Competence, Line, Rater, Rating, SignOff
from les_portal.activity.models import Entry
from les_portal.documents.models import Document
from les_portal.pages.demo import fixtures
from programmes.models import Qualification
from tests.les_portal.pages.test_demo import own_fixtures, spoil  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
Status = AuthorisedDescription.Status
MODELS = [AuthorisedDescription, Comparison, Competence, Line, Rater, Rating, SignOff, Document]


def run_demo(*, papers: bool = False) -> str:
    out = StringIO()
    call_command("demo", without_papers=not papers, stdout=out)
    return out.getvalue()


def description_of(slug: str) -> AuthorisedDescription:
    return AuthorisedDescription.objects.filter(comparison__slug=slug).latest("pk")


class DemoDescriptions(TestCase):
    """A TestCase, because it loads the demo once for all that only look at it."""

    @classmethod
    def setUpTestData(cls):
        run_demo()

    def test_the_pair_of_the_technician_reaches_three_quarters(self):
        description = description_of("bk0024-25309")
        counts = {"percent": 75, "equivalent": 5, "partial": 2, "missing": 1, "extra": 1}
        assert description.snapshot["coverage"] == counts
        assert description.snapshot["is_demo"]

    def test_the_disagreement_that_they_keep_counts_the_lower_one(self):
        kept = Line.objects.get(comparison__slug="bk0024-25309", outcome="kept")
        views = kept.competence.ratings.filter(rater__comparison=kept.comparison)
        assert {view.rater.country: view.relation for view in views} == {"be": "equivalent", "nl": "partial"}
        assert kept.relation == "partial"

    def test_every_gap_is_explained_in_three_languages_and_can_be_bridged_across_the_technicians_pair(self):
        lines = Line.objects.filter(relation__in=["partial", "missing"], comparison__is_demo=True)
        assert not lines.filter(note_nl=None).exists()
        assert not lines.filter(note_fr=None).exists()
        assert not lines.filter(note_en=None).exists()
        assert not lines.filter(comparison__slug="bk0024-25309", competence__bridging_units=None).exists()

    def test_a_nurse_is_told_of_protection_by_the_year_in_which_they_began(self):
        snapshot = description_of("graduaat-basisverpleegkunde-25655").snapshot
        cohorts = [row for row in snapshot["signposts"] if row["cohort_from"] or row["cohort_until"]]
        assert snapshot["regulated"] == "yes"
        assert len(cohorts) == 2

    def test_one_waits_for_the_dutch_signature(self):
        description = description_of("25491-zorgkundige")
        signed = dict(description.sign_offs.values_list("country", "status"))
        assert description.status == Status.REVIEW
        assert signed == {"be": "signed", "nl": "waiting"}

    def test_one_is_being_rated_by_two_teachers_who_are_not_equally_far(self):
        comparison = Comparison.objects.get(slug="elektromechanica-so-25344")
        frames = Competence.objects.filter(qualification__in=[comparison.source_id, comparison.target_id])
        assert comparison.status == Comparison.Status.RATING
        assert frames.count() == 30
        assert {rater.country: rater.ratings.count() for rater in comparison.raters.all()} == {"be": 8, "nl": 3}

    def test_its_people_did_it_and_its_history_says_so(self):
        description = description_of("bk0024-25309")
        verbs = Entry.objects.about(description).values_list("verb", "actor__email")
        assert ("competences.authoriseddescription.submit", "anna@example.org") in verbs
        signed = SignOff.objects.filter(description=description).values_list("country", "by__email")
        assert dict(signed) == {"be": "vera@example.org", "nl": "wim@example.org"}

    def test_everything_invented_says_so(self):
        assert not Competence.objects.filter(is_demo=False).exists()
        assert not Comparison.objects.filter(is_demo=False).exists()
        assert not AuthorisedDescription.objects.filter(is_demo=False).exists()


def test_with_papers_they_are_published_and_one_was_replaced():
    run_demo()
    assert not AuthorisedDescription.objects.counting().exists()
    assert "published descriptions" in run_demo(papers=True)
    published = AuthorisedDescription.objects.counting()
    assert {row.comparison.slug for row in published} == {
        "bk0024-25309", "25309-bk0024", "graduaat-basisverpleegkunde-25655", "zorgkundige-25491",
    }  # fmt: skip
    for description in published:
        assert Document.objects.about(description).filter(state="ready", standing="valid").count() == 3
    first, second = AuthorisedDescription.objects.filter(comparison__slug="25309-bk0024").order_by("version")
    assert (first.status, second.status) == (Status.SUPERSEDED, Status.PUBLISHED)
    before = [list(model.objects.order_by("pk").values()) for model in MODELS]
    assert "nothing changed" in run_demo(papers=True)
    assert [list(model.objects.order_by("pk").values()) for model in MODELS] == before


def test_a_frame_that_stands_there_is_left_alone_and_not_compared():
    qualification = Qualification.objects.create(
        country="be", kind="bk", code="BK0024", version="2013", slug="from-the-register", title_nl="Elektromecanicien"
    )
    Competence.objects.create(qualification=qualification, key="bkc1", title_nl="Zoekt storingen")
    run_demo()
    assert [row.key for row in qualification.competences.all()] == ["bkc1"]
    assert not Comparison.objects.filter(source=qualification).exists()
    assert Comparison.objects.filter(slug="zorgkundige-25491").exists()


def test_a_qualification_without_level_leaves_its_description_a_draft():
    Qualification.objects.create(
        country="nl", kind="crebo", code="25309", version="2015", slug="from-the-register", title_nl="Technicus"
    )
    run_demo()
    assert description_of("bk0024-25309").status == Status.DRAFT


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rows: rows["frames"][0].update(qualification="geen"), "qualification “geen”"),
        (lambda rows: rows["frames"][0]["groups"][0]["competences"][0].update(esco=["geen"]), "ESCO skill “geen”"),
        (lambda rows: rows["comparisons"][0]["lines"][0].update({"of": "Z9"}), "competence “Z9”"),
        (lambda rows: rows["comparisons"][0].update(kept_by="geen"), "organisation “geen”"),
        (lambda rows: rows["comparisons"][0]["raters"].update(be="geen@example.org"), "user “geen@example.org”"),
    ],
)
def test_a_name_that_nobody_knows_writes_nothing(own_fixtures, change, sentence):  # noqa: F811
    spoil(own_fixtures / "competences.json", change)
    with pytest.raises(CommandError, match="Nothing was written") as refused:
        run_demo()
    assert sentence in str(refused.value)
    assert not Competence.objects.exists()


def test_the_fixture_speaks_three_languages_everywhere():
    def texts(value):
        if isinstance(value, dict) and value and set(value) <= {"nl", "fr", "en"}:
            yield value
        elif isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                yield from texts(each)

    found = list(texts(fixtures.read("competences")))
    assert len(found) > 250
    assert all(set(text) == {"nl", "fr", "en"} for text in found)
