import rules

from les_portal.organisations.models import Membership
from les_portal.organisations.rules import has_role_in, is_network_administrator
from programmes.models import Programme
from programmes.querysets import KEEPERS, READERS
from schools.models import School

Approval = School.Approval


def organisation_of(listing: Programme) -> int:
    return listing.school.organisation_id


@rules.predicate
def is_published_at_once(user, listing: Programme | None) -> bool:
    return listing is not None and listing.school.approval == Approval.AT_ONCE


@rules.predicate
def is_approved_by_school(user, listing: Programme | None) -> bool:
    return listing is not None and listing.school.approval == Approval.BY_SCHOOL


reads_listing = has_role_in(organisation_of, *READERS) | is_network_administrator
keeps_listing = has_role_in(organisation_of, *KEEPERS) | is_network_administrator
administers_school = has_role_in(organisation_of, Membership.Role.ADMINISTRATOR)
approves_listing = (
    is_network_administrator | (is_published_at_once & keeps_listing) | (is_approved_by_school & administers_school)
)

rules.add_perm("programmes.view_listing", reads_listing)
rules.add_perm("programmes.edit_listing", keeps_listing)
rules.add_perm("programmes.publish_listing", approves_listing)
rules.add_perm("programmes.propose_listing", keeps_listing & ~approves_listing)
rules.add_perm("programmes.approve_listing", approves_listing)
rules.add_perm("programmes.withdraw_listing", keeps_listing)
rules.add_perm("programmes.archive_listing", keeps_listing)
rules.add_perm("programmes.reopen_listing", keeps_listing)
