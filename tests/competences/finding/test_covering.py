"""Diplomas are ranked through what is authorised and in force, and through nothing else."""

import pytest

from competences.models import AuthorisedDescription, BridgingUnit, Covers
from les_portal.publication.changes import changed
from les_portal.workflow.engine import workflow_of
from tests.competences.finding.rows import current, published, ready
from tests.factories.competences import DescriptionFactory, authorised, concluded, network_administrator

pytestmark = pytest.mark.django_db


def covered(description: AuthorisedDescription) -> list[tuple[str, int]]:
    rows = Covers.objects.filter(description=description).order_by("competence__position")
    return list(rows.values_list("relation", "halves"))


def test_each_line_of_the_other_side_is_a_row_and_what_comes_on_top_is_none():
    description = published("=≈−+")
    assert covered(description) == [("equivalent", 2), ("partial", 1), ("missing", 0)]
    assert {row.qualification_id for row in Covers.objects.all()} == {description.comparison.source_id}


@pytest.mark.parametrize("made", [DescriptionFactory, authorised])
def test_what_is_not_published_covers_nothing(made):
    ready(made())
    assert not Covers.objects.exists()


def test_a_description_under_review_still_counts():
    description = published()
    workflow_of(description).run("put_under_review", description, by=None)
    assert len(covered(description)) == 3


def test_an_expired_one_does_not():
    description = published()
    workflow_of(description).run("expire", description, by=None)
    assert covered(description) == []


def test_a_withdrawn_one_does_not():
    description = published()
    workflow_of(description).run("withdraw", description, by=network_administrator(), comment="Fout.")
    assert covered(description) == []


def test_a_newer_version_takes_the_place_of_the_older():
    old = published("==")
    AuthorisedDescription.objects.filter(pk=old.pk).update(status="superseded", is_current=False)
    new = current(old.comparison)
    assert (covered(old), len(covered(new))) == ([], 2)


def test_bridges_are_kept_as_they_were_authorised():
    comparison = concluded("−+")
    unit = BridgingUnit.objects.create(kind="course", title_nl="Cursus NEN 3140", hours=8)
    unit.competences.add(comparison.lines.get(relation="missing").competence)
    description = current(comparison)
    unit.delete()
    ready(description)
    assert Covers.objects.get().bridges[0]["title"]["nl"] == "Cursus NEN 3140"


def test_ranking_reads_the_snapshot_and_not_what_was_changed_since():
    description = published("=+")
    description.comparison.lines.filter(relation="equivalent").update(relation="missing")
    changed("description", [description.pk])
    assert covered(description) == [("equivalent", 2)]
