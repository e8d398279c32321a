import rules

from les_portal.organisations.rules import has_role_in, is_network_administrator
from programmes.models import Programme
from programmes.querysets import KEEPERS, READERS


def organisation_of(listing: Programme) -> int:
    return listing.school.organisation_id


reads_listing = has_role_in(organisation_of, *READERS) | is_network_administrator
keeps_listing = has_role_in(organisation_of, *KEEPERS) | is_network_administrator

rules.add_perm("programmes.view_listing", reads_listing)
rules.add_perm("programmes.publish_listing", keeps_listing)
rules.add_perm("programmes.withdraw_listing", keeps_listing)
rules.add_perm("programmes.archive_listing", keeps_listing)
rules.add_perm("programmes.reopen_listing", keeps_listing)
