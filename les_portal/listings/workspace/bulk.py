from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from les_portal.imports.models import KEPT_FOR, ImportRun
from les_portal.listings.workspace import Panel
from les_portal.organisations.rules import is_network_administrator, roles_of
from programmes.querysets import KEEPERS


def panel(organisation, user) -> Panel:
    """One query, for who may bring a file in; others only take one away."""
    if not (roles_of(user).get(organisation.pk, set()).intersection(KEEPERS) or is_network_administrator(user)):
        return Panel(title=_("Many at once"), template="listings/workspace/_bulk.html")
    runs = ImportRun.objects.of("listings", str(organisation.school.pk))
    is_waiting = runs.filter(state=ImportRun.State.CHECKED, by=user, at__gt=timezone.now() - KEPT_FOR)
    waiting = is_waiting.only("pk", "file_name").select_related(None).first()
    index = reverse("bulk:index", args=[organisation.slug])
    return Panel(
        title=_("Many at once"),
        template="listings/workspace/_bulk.html",
        url=reverse("bulk:run", args=[organisation.slug, waiting.pk]) if waiting else index,
        link=_("Bring in a file with many listings"),
        todo=_("You read the file “%(name)s”, and did not bring it in yet.") % {"name": waiting.file_name}
        if waiting
        else "",
        action=_("Look at it") if waiting else "",
    )
