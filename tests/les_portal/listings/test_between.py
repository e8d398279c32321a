"""What somebody else does between the look at a listing and the lock on it."""

import pytest

from les_portal.listings.actions.revising import Typed, revise, type_into
from les_portal.listings.content import content_of
from les_portal.listings.models import Revision
from les_portal.listings.workflow.revisions import apply_it
from les_portal.workflow.engine import NotNow
from programmes.models import Programme
from schools.models import School
from tests.les_portal.listings.pages import fresh

pytestmark = pytest.mark.django_db
Status = Programme.Status


@pytest.fixture
def by_network(school):
    School.objects.update(approval=School.Approval.BY_NETWORK)


def becomes(listing, status: str) -> None:
    Programme.objects.filter(pk=listing.pk).update(status=status)


@pytest.mark.usefixtures("by_network")
@pytest.mark.parametrize("status", [Status.PROPOSED, Status.PUBLISHED, Status.ARCHIVED])
def test_what_was_a_draft_when_it_was_read_is_not_changed_without_approval(draft, anna, status):
    listing = fresh(draft)
    assert listing.school.approval == School.Approval.BY_NETWORK
    becomes(draft, status)
    before = content_of(fresh(draft))
    with pytest.raises(NotNow):
        revise(listing, {"phone": "09 000 00 01"}, by=anna)
    assert content_of(fresh(draft)) == before
    assert not Revision.objects.exists()


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.PUBLISHED, Status.ARCHIVED])
def test_nor_does_what_was_typed_into_a_draft_become_what_visitors_see(draft, anna, status):
    type_into(draft, {"phone": Typed("", "09 000 00 01")}, by=anna)
    revision = Revision.objects.select_related("programme__school").get()  # as the guards saw it
    becomes(draft, status)
    with pytest.raises(NotNow):
        apply_it(revision, by=anna, comment="")
    assert fresh(draft).phone == ""
    assert not Revision.objects.versions().exists()


def test_who_may_publish_changes_it_whatever_it_became(draft, anna):
    listing = fresh(draft)
    becomes(draft, Status.PUBLISHED)
    assert revise(listing, {"phone": "09 000 00 01"}, by=anna).status == Revision.Status.APPLIED
    assert fresh(draft).phone == "09 000 00 01"
