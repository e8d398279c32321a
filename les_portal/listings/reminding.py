"""Reminding a school of listings that it should look at: seldom, all in one mail, and by a person where that helps."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from les_portal.accounts.models import User
from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.listings.notifications import REMINDERS
from les_portal.listings.still_right import MOST, link_for
from les_portal.mail.sending import send
from les_portal.organisations.models import Membership
from programmes.freshness import due
from programmes.models import Programme
from programmes.notifications import keepers_of
from programmes.querysets import KEEPERS
from schools.models import School

EVERY = timedelta(days=30)
AT_MOST = 2  # by itself, about the same listing; then it is for a person to ask
ASKED_AGAIN_AFTER = timedelta(days=7)  # by a person of the network
SHOWN = 15  # in the mail; all of them stand behind its link

REMINDED = verb("schools.school.remind", gettext_lazy("reminded this school of listings to confirm"))


def schools_to_remind(today: date) -> QuerySet[School]:
    """Those with somebody to write to, and with something due that they were not asked about twice already."""
    asked = Programme.objects.filter(due(today), school=OuterRef("pk"), times_reminded__lt=AT_MOST)
    return _kept(today, EVERY).filter(Exists(asked))


def schools_to_ask_again(today: date) -> QuerySet[School]:
    """By a person, who may ask sooner and more often."""
    return _kept(today, ASKED_AGAIN_AFTER).filter(Exists(Programme.objects.filter(due(today), school=OuterRef("pk"))))


def _kept(today: date, pause: timedelta) -> QuerySet[School]:
    keepers = Membership.objects.active().filter(organisation=OuterRef("organisation"), role__in=KEEPERS)
    rested = Q(reminded_on=None) | Q(reminded_on__lte=today - pause)
    return School.objects.active().filter(rested, Exists(keepers)).order_by("pk")


def remind(school_id: int, *, by: User | None = None) -> int:
    """One mail to each who keeps its listings, about all that is due; how many. 0 where it is not the time for it."""
    today, now = timezone.localdate(), timezone.now()
    schools = schools_to_ask_again(today) if by else schools_to_remind(today)
    with transaction.atomic():
        # First, because it is the lock: of two who remind at once one does.
        if not schools.filter(pk=school_id).update(reminded_on=today):
            return 0
        school = School.objects.select_related("organisation").get(pk=school_id)
        listings = list(due_of(school, today)[:MOST])
        mails = [_write(person, school, listings, now=now, by=by) for person in keepers_of(school)]
        if by is None:
            asked = Programme.objects.filter(pk__in=[listing.pk for listing in listings])
            asked.update(times_reminded=F("times_reminded") + 1)
        record(REMINDED, school, by=by)
    return sum(mail is not None for mail in mails)


def due_of(school: School, today: date) -> QuerySet[Programme]:
    """What is overdue for longest comes first."""
    rows = Programme.objects.filter(due(today), school=school).order_by("due_on", "sort_key", "pk")
    return rows.select_related("confirmed_by", "school__organisation").prefetch_related("campuses__place")


def _write(person: User, school: School, listings: list[Programme], *, now, by: User | None):
    ids = [listing.pk for listing in listings]
    context = {
        "school": school,
        "listings": listings[:SHOWN],
        "number": len(listings),
        "more": len(listings) - SHOWN,
        "link": lambda: link_for(person, school, ids, at=now),  # called while the mail's language is active
        "by": by,
    }
    return send("listings/reminder", to=person, kind=REMINDERS, context=context, sender=by, about=school)
