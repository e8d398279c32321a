"""What visitors see of a description, and what takes its place."""

from django.utils import timezone

from competences.models import AuthorisedDescription
from les_portal.documents.models import Document
from les_portal.documents.requesting import supersede_all
from les_portal.publication.changes import changed
from les_portal.workflow.engine import workflow_of


def publish_it(description: AuthorisedDescription, *, by, comment: str) -> None:
    """The version before it is replaced first: of a pair only one counts."""
    counting = AuthorisedDescription.objects.counting().filter(comparison=description.comparison_id)
    for earlier in counting.exclude(pk=description.pk):
        workflow_of(earlier).run("supersede", earlier, by=None)
        supersede_all(Document.objects.about(earlier), by=by)
    same = AuthorisedDescription.objects.filter(comparison=description.comparison_id)
    same.update(is_current=False)
    same.filter(pk=description.pk).update(is_current=True, published_at=timezone.now())
    tell_visitors(description, by=by, comment=comment)


def tell_visitors(description: AuthorisedDescription, *, by, comment: str) -> None:
    AuthorisedDescription.objects.filter(pk=description.pk).update(changed_at=timezone.now())
    changed("description", [description.pk])


def keep_what_was_accepted(description: AuthorisedDescription, *, by, comment: str) -> None:
    """So that tomorrow nobody is asked about the same change again."""
    description.upheld |= {concern["key"]: concern["after"] for concern in description.concerns}
    description.concerns = []
    rows = AuthorisedDescription.objects.filter(pk=description.pk)
    rows.update(upheld=description.upheld, concerns=description.concerns)
