"""After the conclusion: explanations in three languages, who wrote them, and what closes a gap."""

import pytest
from django.urls import reverse

from competences.models import AuthorisedDescription, BridgingUnit, Comparison, Line, Relation
from les_portal.activity.models import Entry
from tests.competences.exercise.frames import rated_by
from tests.factories.competences import DescriptionFactory, concluded, settle

pytestmark = pytest.mark.django_db
Status = AuthorisedDescription.Status


@pytest.fixture
def done(school_organisation, anna, chloe) -> Comparison:
    """One line of each relation."""
    comparison = concluded(organisation=school_organisation)
    rated_by(comparison, anna, chloe)
    return comparison


@pytest.fixture
def gap(done) -> Line:
    return done.lines.get(relation="missing")


def save(client, line: Line, language: str, before: str, after: str, **more):
    name = f"note_{language}-{line.pk}"
    url = reverse("comparisons:save-lines", args=[line.comparison.slug])
    return client.post(url, {f"was-{name}": before, name: after, "page": "1"} | more)


def test_an_explanation_is_kept_in_its_language_and_its_state_comes_back(client_of, anna, gap):
    page = save(client_of(anna), gap, "fr", "", "Pas dans ce diplôme.").content.decode()
    gap.refresh_from_db()
    assert (gap.note_nl, gap.note_fr, gap.note_en or "") == ("Anders.", "Pas dans ce diplôme.", "")
    assert f'name="was-note_fr-{gap.pk}" value="Pas dans ce diplôme."' in page
    assert f'id="state-{gap.pk}"' in page
    assert 'id="states"' in page


def test_who_explains_is_a_contributor_and_so_does_not_sign(client_of, anna, done, gap):
    earlier = DescriptionFactory(comparison=done, status=Status.WITHDRAWN)
    description = DescriptionFactory(comparison=done)
    save(client_of(anna), gap, "en", "", "Not in this diploma.")
    save(client_of(anna), gap, "en", "Not in this diploma.", "Not part of it.")
    assert list(description.contributors.all()) == [anna]
    assert not earlier.contributors.exists()
    verbs = list(Entry.objects.about(done).values_list("verb", flat=True))
    assert verbs == ["competences.comparison.explain"]  # once in a sitting


def test_what_was_not_touched_is_not_written(client_of, anna, gap):
    save(client_of(anna), gap, "nl", "Heel oud.", "Heel oud.")
    gap.refresh_from_db()
    assert gap.note_nl == "Anders."
    assert not Entry.objects.about(gap.comparison).exists()


def test_two_at_once_lose_nothing(client_of, anna, chloe, gap):
    save(client_of(chloe), gap, "nl", "Anders.", "Van Chloe.")
    page = save(client_of(anna), gap, "nl", "Anders.", "Van Anna.").content.decode()
    gap.refresh_from_db()
    assert gap.note_nl == "Van Anna."
    assert "Van Chloe." in page


def test_without_javascript_all_of_it_is_saved_and_shown_again(client_of, anna, done, gap):
    answer = save(client_of(anna), gap, "nl", "Anders.", "Beter uitgelegd.\r\nTwee regels.", then="keep")
    assert answer.url == reverse("comparisons:lines", args=[done.slug])
    page = client_of(anna).get(answer.url).content.decode()
    assert "Beter uitgelegd.\nTwee regels." in page


def test_nothing_is_written_while_the_two_talk_again(client_of, anna, done, gap):
    Comparison.objects.filter(pk=done.pk).update(status="reconciling")
    assert save(client_of(anna), gap, "nl", "Anders.", "Te laat.").status_code == 409
    gap.refresh_from_db()
    assert gap.note_nl == "Anders."
    assert client_of(anna).get(reverse("comparisons:lines", args=[done.slug])).status_code == 302


def test_nothing_changes_while_it_is_being_signed(client_of, anna, done, gap):
    """Whoever signs second signs what the first one signed."""
    DescriptionFactory(comparison=done, status=Status.REVIEW)
    assert save(client_of(anna), gap, "nl", "Anders.", "Te laat.").status_code == 409
    assert bridge(client_of(anna), gap, title="Te laat", kind="course").status_code == 409
    gap.refresh_from_db()
    assert gap.note_nl == "Anders."
    assert not BridgingUnit.objects.exists()
    page = client_of(anna).get(reverse("comparisons:lines", args=[done.slug])).content.decode()
    assert "readonly" in page
    assert 'data-les-module="autosave"' not in page


@pytest.mark.parametrize(("who", "status"), [("anna", 200), ("ada", 200), ("chloe", 200), ("nora", 200), ("bram", 404)])
def test_who_explains(client_of, request, done, gap, who, status):
    client = client_of(request.getfixturevalue(who))
    assert client.get(reverse("comparisons:lines", args=[done.slug])).status_code == status
    assert save(client, gap, "en", "", "New.").status_code == status
    gap.refresh_from_db()
    assert (gap.note_en == "New.") is (status == 200)


def test_a_line_of_another_comparison_is_left_alone(client_of, anna, done):
    other = concluded("−")
    line = other.lines.get()
    url = reverse("comparisons:save-lines", args=[done.slug])
    client_of(anna).post(url, {f"was-note_nl-{line.pk}": "Anders.", f"note_nl-{line.pk}": "Van een vreemde."})
    line.refresh_from_db()
    assert line.note_nl == "Anders."


def bridge(client, line: Line, **data):
    url = reverse("comparisons:bridge", args=[line.comparison.slug, line.pk])
    return client.post(url, {f"b{line.pk}-{name}": value for name, value in data.items()})


def test_what_closes_a_gap_is_added_in_place(client_of, anna, done, gap):
    answer = bridge(client_of(anna), gap, title="NEN 3140, twee dagen", kind="course", hours="16")
    assert answer.url.endswith(f"#line-{gap.pk}")
    unit = BridgingUnit.objects.get()
    assert (list(unit.competences.all()), unit.hours) == ([gap.competence], 16)
    assert "NEN 3140, twee dagen" in client_of(anna).get(answer.url).content.decode()
    assert [entry.verb for entry in Entry.objects.about(done)] == ["competences.comparison.bridge"]


def test_without_a_title_it_is_asked_for_and_nothing_is_lost(client_of, anna, gap):
    answer = bridge(client_of(anna), gap, kind="course", provider="Volwassenenonderwijs")
    assert answer.status_code == 400
    assert "Volwassenenonderwijs" in answer.content.decode()
    assert not BridgingUnit.objects.exists()


def test_only_a_gap_is_closed(client_of, anna, done):
    equivalent = done.lines.get(relation="equivalent")
    assert bridge(client_of(anna), equivalent, title="Niets", kind="course").status_code == 404


def test_lines_of_any_number_take_the_same_number_of_queries(client_of, anna, done, queries_stay_constant):
    def more(number):
        for _n in range(number):
            settle(done, Relation.PARTIAL)

    queries_stay_constant(reverse("comparisons:lines", args=[done.slug]), more, rows=12, client=client_of(anna))
