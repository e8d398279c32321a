from django.urls import reverse
from django.utils.translation import gettext as _

from les_portal.listings.schools import keeps
from les_portal.listings.workspace import Panel
from programmes.models import OpenDay

SHOWN = 3


def panel(organisation, user) -> Panel | None:
    """The next few; without any, who keeps them learns how to begin. One query."""
    may_change = keeps(user, organisation.school)
    days = OpenDay.objects.filter(school=organisation.school).not_over()
    days = list(days.select_related("school__organisation", "campus__school__organisation", "programme")[:SHOWN])
    if not days and not may_change:
        return None
    announced = reverse("open_days:list", args=[organisation.slug])
    return Panel(
        title=_("Open days"),
        template="listings/workspace/_open_days.html",
        context={"days": days},
        url=announced if days else reverse("open_days:new", args=[organisation.slug]),
        link=_("All open days") if days else _("Announce dates"),
    )
