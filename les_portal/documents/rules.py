import rules

from les_portal.documents.kinds import kinds
from les_portal.documents.models import Document


@rules.predicate
def may_read(user, document: Document) -> bool:
    """What its kind says. A kind that this version of the portal does not know is nobody's."""
    kind = kinds().get(document.kind)
    return kind is not None and kind.may_read(user, document)


@rules.predicate
def asked_for_it(user, document: Document) -> bool:
    return document.requested_by_id is not None and document.requested_by_id == user.pk


@rules.predicate
def looks_after_jobs(user, document: Document) -> bool:
    return user.has_perm("jobs.manage_job")


rules.add_perm("documents.read_document", may_read)
rules.add_perm("documents.make_document", may_read & (asked_for_it | looks_after_jobs))
