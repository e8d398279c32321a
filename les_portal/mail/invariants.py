from collections.abc import Iterable

from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from les_portal.invariants import invariant
from les_portal.jobs.models import Job
from les_portal.mail.kinds import kinds
from les_portal.mail.models import Mail

State = Mail.State


def live(**key) -> Exists:
    return Exists(Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING], **key))


@invariant("A mail on its way has a job that will deliver it")
def mails_nobody_delivers() -> Iterable[Mail]:
    key = Concat(Value("mail:"), Cast(OuterRef("pk"), CharField()))
    return Mail.objects.filter(~live(key=key), state=State.WAITING)


@invariant("A mail that is kept has a summary coming")
def mails_nobody_sums_up() -> Iterable[Mail]:
    key = Concat(Value("summary:"), Cast(OuterRef("recipient"), CharField()), Value(":"))
    return Mail.objects.filter(~live(key__startswith=key), state=State.HELD)


@invariant("A mail in a summary arrived as the summary did")
def parts_that_differ() -> Iterable[Mail]:
    on_its_way = Q(state=State.SENT, summary__state=State.WAITING)
    return Mail.objects.exclude(summary=None).exclude(on_its_way).exclude(state=F("summary__state"))


@invariant("A secret link is forgotten once it was sent")
def secrets_that_stayed() -> Iterable[Mail]:
    if settings.MAILBOX:
        return Mail.objects.none()
    secret = [kind.code for kind in kinds().values() if kind.secret]
    ended = [State.SENT, State.FAILED, State.BOUNCED]
    return Mail.objects.filter(kind__in=secret, state__in=ended).exclude(text="", html="")
