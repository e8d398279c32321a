import pytest

from competences.actions.rating import Said, rate
from competences.models import Competence, Rater, Relation
from les_portal.workflow.engine import workflow_of
from tests.competences.exercise.frames import rated_by
from tests.factories.competences import ComparisonFactory


@pytest.fixture
def comparison(school_organisation):
    """Two competences held, three asked."""
    return ComparisonFactory(organisation=school_organisation, sources=2, targets=3)


@pytest.fixture
def raters(comparison, anna, chloe) -> tuple[Rater, Rater]:
    """Anna for the Flemish side, Chloe for the Dutch one."""
    return rated_by(comparison, anna, chloe)


@pytest.fixture
def targets(comparison) -> list[Competence]:
    return list(comparison.target.competences.all())


@pytest.fixture
def sources(comparison) -> list[Competence]:
    return list(comparison.source.competences.all())


def rate_as(rater: Rater, targets, *relations: str, source: Competence | None = None) -> None:
    """One after the other; what covers something is covered by `source`."""
    for competence, relation in zip(targets, relations, strict=True):
        sources = [source] if source and relation != Relation.MISSING else []
        rate(rater, competence, Said(relation, sources), by=rater.user)


def finish(rater: Rater) -> None:
    workflow_of(rater).run("finish", rater, by=rater.user)
