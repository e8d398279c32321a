"""What a Celery worker does: it is told an id, and claims the job like any other worker."""

from celery.signals import worker_process_init

from les_portal.celery import app
from les_portal.jobs.carrier import TASK
from les_portal.jobs.claims import claim
from les_portal.jobs.credit import LostPlaces
from les_portal.jobs.heartbeat import heartbeat
from les_portal.jobs.limits import limit_memory, soft_limit
from les_portal.jobs.running import do

app.steps["consumer"].add(LostPlaces)


@app.task(name=TASK)
def run_job(job_id: int) -> None:
    """Nothing to do when it is done, somebody else's or not committed: then the sweeper tells of it again."""
    if claimed := claim(job_id):
        with heartbeat(claimed), soft_limit():
            do(claimed)


@worker_process_init.connect
def limit_this_process(**_signal) -> None:
    limit_memory()
