from django.utils.translation import gettext_lazy as _

from les_portal.accounts.models import User
from les_portal.jobs.handlers import NotNeeded, handles
from les_portal.listings.actions import bringing
from les_portal.mail.sending import gathered
from programmes.models import Programme

FEW = 5  # listings that colleagues are told of one by one


@handles(bringing.PUBLISH, label=_("Publish listings that came from a file"), is_long=True)
def publish(*, run: int, listings: list[int], by: int, many: int) -> None:
    """Each in a transaction of its own: whoever goes on after a worker was stopped finds fewer drafts."""
    user = User.objects.filter(pk=by, is_active=True).first()
    if user is None:
        raise NotNeeded("Whoever asked for it has no account any more.")
    drafts = Programme.objects.filter(pk__in=listings, status=Programme.Status.DRAFT)
    with gathered(many=many > FEW):
        for listing in drafts.select_related("school__organisation"):
            bringing.publish(listing, by=user)
