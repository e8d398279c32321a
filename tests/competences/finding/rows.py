"""Diplomas with frames and descriptions as visitors find them: published, and made ready for searching and ranking."""

import datetime

from django.utils import timezone

from competences.models import AuthorisedDescription, Comparison, Competence, Line, Relation
from competences.snapshot import gather
from les_portal.publication.changes import changed
from programmes.models import Qualification
from tests.factories.competences import ComparisonFactory, CompetenceFactory, DescriptionFactory, concluded
from tests.factories.programmes import QualificationFactory

BROWSER = {
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "HTTP_SEC_FETCH_SITE": "same-origin",
    "HTTP_ORIGIN": "http://testserver",
}
BY_SIGN = {relation.sign: relation for relation in Relation}


def current(comparison: Comparison) -> AuthorisedDescription:
    """The version that visitors are shown, whatever its frames have besides: how one gets there is tested elsewhere."""
    made = DescriptionFactory(comparison=comparison)
    last = AuthorisedDescription.objects.filter(year=2026).order_by("-sequence").first()
    made.year, made.sequence = 2026, last.sequence + 1 if last else 1
    made.version = comparison.descriptions.exclude(version=None).count() + 1
    made.valid_until = timezone.localdate() + datetime.timedelta(days=900)
    made.review_on = timezone.localdate() + datetime.timedelta(days=700)
    made.authorised_at = made.published_at = timezone.now()
    made.status, made.is_current, made.snapshot = AuthorisedDescription.Status.PUBLISHED, True, gather(made)
    made.save()
    ready(made)
    return made


def ready(*descriptions: AuthorisedDescription) -> None:
    """What the actions that publish and change frames say in their transaction."""
    for description in descriptions:
        comparison = description.comparison
        changed("qualification", [comparison.source_id, comparison.target_id])
        changed("description", [description.pk])


def published(relations: str = "=≈−+", **kwargs) -> AuthorisedDescription:
    return current(concluded(relations, **kwargs))


def flemish(**kwargs) -> Qualification:
    return QualificationFactory(**kwargs)


def dutch(**kwargs) -> Qualification:
    return QualificationFactory(in_nl=True, **kwargs)


def frame(qualification: Qualification, *titles: str) -> list[Competence]:
    """More of what somebody with it can do."""
    rows = [CompetenceFactory(qualification=qualification, title_nl=title) for title in titles]
    changed("qualification", [qualification.pk])
    return rows


def told(source: Qualification, target: Qualification, tasks: dict[Competence, str]) -> AuthorisedDescription:
    """A published description that says of each task of the target by its sign how far the source covers it."""
    comparison = ComparisonFactory(source=source, target=target, status=Comparison.Status.CONCLUDED)
    for task, sign in tasks.items():
        Line.objects.create(comparison=comparison, competence=task, relation=BY_SIGN[sign], outcome="settled")
    return current(comparison)
