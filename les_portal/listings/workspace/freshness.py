from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from les_portal.listings.schools import keeps
from les_portal.listings.workspace import Panel
from programmes.freshness import due
from programmes.models import Programme


def panel(organisation, user) -> Panel | None:
    """How the school stands with its own word; one query."""
    today = timezone.localdate()
    figures = (
        Programme.objects.published()
        .filter(school=organisation.school)
        .order_by()
        .aggregate(
            listings=Count("pk"),
            due=Count("pk", filter=due(today)),
            overdue=Count("pk", filter=Q(is_overdue=True)),
            next_on=Min("due_on"),
        )
    )
    if not figures["listings"]:
        return None
    may_confirm = keeps(user, organisation.school)
    text = ngettext("%(number)d listing is to be confirmed", "%(number)d listings are to be confirmed", figures["due"])
    return Panel(
        title=_("Still right?"),
        template="listings/workspace/_freshness.html" if not (figures["due"] and may_confirm) else "",
        context=figures | {"may_confirm": may_confirm},
        url=reverse("freshness:confirm", args=[organisation.slug]) if may_confirm else "",
        link=_("What is to be confirmed") if may_confirm else "",
        todo=text % {"number": figures["due"]} if figures["due"] and may_confirm else "",
        action=_("Look and confirm"),
    )
