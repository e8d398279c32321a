from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from les_portal.listings.models import Finding
from les_portal.listings.quality.hints import TO_DO, Hint, hints_of
from les_portal.listings.schools import keeps
from les_portal.listings.workspace import Panel

SHOWN = 3
ORDER = list(TO_DO)


def panel(organisation, user) -> Panel | None:
    """Who can mend them is asked to; who only reads sees the few that matter most. Two queries at most."""
    standing = Finding.objects.standing().filter(school=organisation.school)
    codes = dict(standing.values_list("pk", "code"))
    if not codes:
        return None
    url = reverse("quality:hints", args=[organisation.slug])
    if keeps(user, organisation.school):
        text = ngettext("%(number)d thing may not be right", "%(number)d things may not be right", len(codes))
        return Panel(_("Hints"), url=url, todo=text % {"number": len(codes)}, action=_("Look at them"))
    context = {"hints": most_important(codes)}
    return Panel(_("Hints"), "listings/workspace/_hints.html", context, url=url, link=_("All hints"))


def most_important(codes: dict[int, str]) -> list[Hint]:
    first = sorted(codes, key=lambda pk: (ORDER.index(codes[pk]), pk))[:SHOWN]
    found = hints_of(Finding.objects.filter(pk__in=first).with_what_it_is_about())
    return sorted(found, key=lambda hint: first.index(hint.finding.pk))
