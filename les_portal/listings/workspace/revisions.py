"""Changes that visitors do not see yet."""

from django.utils.translation import gettext as _

from les_portal.listings.models import Revision
from les_portal.listings.workspace import Panel

SHOWN = 5


def panel(organisation, user) -> Panel | None:
    """What waits for approval comes first, then the oldest. One query. Who may answer finds it in their inbox too."""
    rows = Revision.objects.open().filter(programme__school=organisation.school).exclude(changes={}, stamps={})
    rows = rows.exclude(programme__status="archived").select_related("programme", "updated_by")
    rows = list(rows.order_by("-status", "updated_at", "pk")[: SHOWN + 1])
    if not rows:
        return None
    context = {"rows": rows[:SHOWN], "is_more": len(rows) > SHOWN}
    return Panel(_("Changes that visitors do not see yet"), "listings/workspace/_revisions.html", context)
