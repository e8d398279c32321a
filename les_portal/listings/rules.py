import rules

from les_portal.listings.models import Correction, Revision
from les_portal.organisations.models import Membership
from les_portal.organisations.rules import has_role_in, is_network_administrator
from programmes.models import Programme
from programmes.querysets import KEEPERS
from schools.models import School

Role = Membership.Role


@rules.predicate
def may_edit(user, revision: Revision | None) -> bool:
    return revision is not None and user.has_perm("programmes.edit_listing", revision.programme)


@rules.predicate
def is_of_a_draft(user, revision: Revision | None) -> bool:
    """No visitor sees it and nobody was asked to look at it: approving it comes when it is published."""
    return revision is not None and revision.programme.status == Programme.Status.DRAFT


@rules.predicate
def may_publish(user, revision: Revision | None) -> bool:
    return revision is not None and user.has_perm("programmes.publish_listing", revision.programme)


@rules.predicate
def may_approve(user, revision: Revision | None) -> bool:
    return revision is not None and user.has_perm("programmes.approve_listing", revision.programme)


def school_of(correction: Correction) -> int:
    return correction.school.organisation_id


rules.add_perm("listings.apply_revision", may_edit & (is_of_a_draft | may_publish))
rules.add_perm("listings.propose_revision", may_edit & ~is_of_a_draft & ~may_publish)
rules.add_perm("listings.approve_revision", may_approve)
rules.add_perm("listings.discard_revision", may_edit)

keeps_its_listings = has_role_in(school_of, *KEEPERS) | is_network_administrator
rules.add_perm("listings.answer_correction", keeps_its_listings)


# --- settings of a school -----------------------------------------------------------------------


def itself(school: School) -> int:
    return school.organisation_id


def approvals_to_set(user, school: School) -> list[str]:
    """The network's wish is the network's: a school neither takes it nor lifts it."""
    if is_network_administrator(user):
        return School.Approval.values
    own = [School.Approval.AT_ONCE.value, School.Approval.BY_SCHOOL.value]
    return own if school.approval in own else []


rules.add_perm("listings.change_settings", has_role_in(itself, Role.ADMINISTRATOR) | is_network_administrator)
