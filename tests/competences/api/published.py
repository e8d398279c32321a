"""Descriptions as visitors have them, with their papers made by the worker."""

from competences.models import AuthorisedDescription
from les_portal.documents.models import Document
from les_portal.jobs.models import Job
from les_portal.jobs.running import run
from les_portal.workflow.engine import workflow_of
from tests.factories.competences import DescriptionFactory, authorised, network_administrator, signer


def published(*, languages: tuple[str, ...] = ("nl",), **kwargs) -> AuthorisedDescription:
    return publish(authorised(**kwargs), languages=languages)


def publish(description: AuthorisedDescription, *, languages: tuple[str, ...] = ("nl",)) -> AuthorisedDescription:
    make_papers(description, *languages)
    workflow_of(description).run("publish", description, by=network_administrator())
    return description


def make_papers(description: AuthorisedDescription, *languages: str) -> None:
    """As the worker does, in these languages only: each takes a while."""
    for paper in Document.objects.about(description).filter(language__in=languages):
        assert run(Job.objects.get(key=f"document:{paper.pk}").pk)


def next_version(earlier: AuthorisedDescription, **kwargs) -> AuthorisedDescription:
    """Signed by whoever signed the one before."""
    description = DescriptionFactory(comparison=earlier.comparison, **kwargs)
    workflow_of(description).run("submit", description, by=network_administrator())
    for sign_off in description.sign_offs.all():
        workflow_of(sign_off).run("sign", sign_off, by=signer(sign_off))
    description.refresh_from_db()
    earlier.refresh_from_db()
    return publish(description)


def withdraw(description: AuthorisedDescription) -> None:
    workflow_of(description).run("withdraw", description, by=network_administrator(), comment="Een fout in de tabel.")
