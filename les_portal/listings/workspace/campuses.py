from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from les_portal.listings.register import compare
from les_portal.listings.schools import keeps
from les_portal.listings.views.campuses import rows_of
from les_portal.listings.workspace import Panel

SHOWN = 5


def panel(organisation, user) -> Panel:
    """Constant, like `compare` and `rows_of`."""
    school = organisation.school
    number = compare(school).number if keeps(user, school) else 0
    rows = [row for row in rows_of(school, {}) if row.campus.is_open]
    todo = ngettext("%(number)d field differs from the register", "%(number)d fields differ from the register", number)
    return Panel(
        title=_("Campuses"),
        template="listings/workspace/_campuses.html",
        context={"rows": rows[:SHOWN], "more": max(len(rows) - SHOWN, 0)},
        url=reverse("campuses:register" if number else "campuses:list", args=[organisation.slug]),
        todo=todo % {"number": number} if number else "",
        action=_("Look at the differences"),
    )
