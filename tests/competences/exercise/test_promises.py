"""Each promise about comparisons is kept by what the actions do, and noticed when it is broken."""

import pytest

from competences.models import Comparison, Line, Rater, Rating, Relation
from les_portal.invariants import findings
from tests.competences.exercise.conftest import finish, rate_as
from tests.factories.competences import CompetenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def together(comparison, raters, targets, sources) -> Comparison:
    for rater in raters:
        rate_as(rater, targets, "equivalent", "partial", "missing", source=sources[0])
        Rating.objects.create(rater=rater, competence=sources[1], relation=Relation.EXTRA)
        finish(rater)
    return comparison


def found() -> list[str]:
    """But for what the history says otherwise, which has a promise of its own."""
    return [each.row for each in findings() if "its history says" not in each.row]


def test_all_is_kept_by_who_rates_and_settles(together):
    assert found() == []


def test_one_who_has_not_finished_would_see_the_other_one(together):
    Rater.objects.filter(country="nl").update(status=Rater.Status.BUSY)
    assert found() == [f"{together.slug} is reconciling"]


def test_one_teacher_is_not_two(together, raters):
    raters[1].delete()
    assert found() == [f"{together.slug}: be"]


def test_a_rating_of_another_diploma(together, raters):
    rating = Rating.objects.create(rater=raters[0], competence=CompetenceFactory(), relation=Relation.MISSING)
    assert found() == [f"rating {rating.pk}"]


def test_a_line_covered_by_another_diploma(together, targets):
    line = Line.objects.get(competence=targets[0])
    line.sources.add(CompetenceFactory())
    assert found() == [f"line {line.pk}"]


def test_extra_and_yet_of_use(together, targets, sources):
    Line.objects.get(competence=targets[0]).sources.add(sources[1])
    extra = Line.objects.get(competence=sources[1])
    assert found() == [f"line {extra.pk} is extra and covers something"]


def test_missing_and_yet_covered(together, targets, sources):
    line = Line.objects.get(competence=targets[2])
    line.sources.add(sources[0])
    assert found() == [f"line {line.pk}"]
