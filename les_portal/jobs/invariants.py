from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from les_portal.invariants import invariant
from les_portal.jobs.models import Attempt, Job


def _attempts(**which) -> Coalesce:
    counted = Attempt.objects.filter(job=OuterRef("pk"), **which).order_by().values("job").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


@invariant("no job is done twice")
def done_twice() -> QuerySet:
    return Job.objects.annotate(times=_attempts(outcome="done")).filter(times__gt=1)


@invariant("a job is done if and only if one of its attempts did it")
def done_without_an_attempt() -> QuerySet:
    jobs = Job.objects.annotate(times=_attempts(outcome="done"))
    return jobs.filter(Q(state="done", times=0) | (~Q(state="done") & Q(times__gt=0)))


@invariant("a job that a worker has is leased to one attempt, and no other job is")
def leases_without_a_worker() -> QuerySet:
    open_attempts = Attempt.objects.filter(job=OuterRef("pk"), outcome="running").order_by()
    jobs = Job.objects.annotate(
        open=_attempts(outcome="running"), open_token=Subquery(open_attempts.values("token")[:1])
    )
    leased = Q(open=1, open_token=F("token"), leased_until__isnull=False)
    return jobs.filter((Q(state="running") & ~leased) | (~Q(state="running") & Q(open__gt=0)))


@invariant("every attempt at a job is written down, and ended when the next began")
def attempts_not_written_down() -> QuerySet:
    return Job.objects.annotate(times=_attempts()).exclude(times=F("attempts"))


@invariant("an attempt that ended says when")
def attempts_without_an_end() -> QuerySet:
    running = Q(outcome="running")
    return Attempt.objects.filter((running & Q(ended_at__isnull=False)) | (~running & Q(ended_at__isnull=True)))
