from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from les_portal.listings.models import Correction
from les_portal.listings.workspace import Panel

LATELY = timedelta(days=90)


def panel(organisation, user) -> Panel | None:
    """One query. What is open waits at the top of the page already; here one finds the rest."""
    rows = Correction.objects.filter(school__organisation=organisation)
    lately = Q(answered_at__gte=timezone.now() - LATELY)
    numbers = rows.aggregate(
        open=Count("pk", filter=Q(status="open")),
        accepted=Count("pk", filter=lately & Q(status="accepted")),
        refused=Count("pk", filter=lately & Q(status="refused")),
    )
    if not any(numbers.values()):
        return None
    return Panel(
        title=_("What visitors say is not right"),
        template="listings/workspace/_corrections.html",
        context=numbers,
        url=reverse("corrections:list", args=[organisation.slug]),
        link=_("All corrections"),
    )
