"""What a Celery worker does: it is told that there is a job, and claims the one whose turn it is."""

from celery.signals import worker_process_init

from les_portal.celery import app
from les_portal.jobs.carrier import TASK
from les_portal.jobs.claims import claim, claim_next
from les_portal.jobs.credit import LostPlaces
from les_portal.jobs.heartbeat import heartbeat
from les_portal.jobs.limits import limit_memory, soft_limit
from les_portal.jobs.running import do

app.steps["consumer"].add(LostPlaces)


@app.task(name=TASK)
def run_job(job_id: int) -> None:
    """As many ids are told as there are jobs, so each gets its turn; the sweeper tells again of what is left."""
    if claimed := claim_next() or claim(job_id):
        with heartbeat(claimed), soft_limit():
            do(claimed)


@worker_process_init.connect
def limit_this_process(**_signal) -> None:
    limit_memory()
