from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from les_portal.listings.models import Finding
from les_portal.listings.quality.hints import TO_DO, hints_of
from les_portal.listings.schools import keeps
from les_portal.listings.workspace import Panel

SHOWN = 3
ORDER = list(TO_DO)


def panel(organisation, user) -> Panel | None:
    """The few that matter most; two queries."""
    standing = Finding.objects.standing().filter(school=organisation.school)
    codes = dict(standing.order_by("code", "pk").values_list("pk", "code"))
    if not codes:
        return None
    first = sorted(codes, key=lambda pk: (ORDER.index(codes[pk]), pk))[:SHOWN]
    found = standing.filter(pk__in=first).with_what_it_is_about()
    may_mend = keeps(user, organisation.school)
    text = ngettext("%(number)d thing may not be right", "%(number)d things may not be right", len(codes))
    return Panel(
        title=_("Hints"),
        template="listings/workspace/_hints.html",
        context={"hints": sorted(hints_of(found), key=lambda hint: first.index(hint.finding.pk))},
        url=reverse("quality:hints", args=[organisation.slug]),
        link=_("All hints"),
        todo=text % {"number": len(codes)} if may_mend else "",
        action=_("Look at them"),
    )
