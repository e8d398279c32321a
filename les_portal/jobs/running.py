"""What a worker does with a job that it has claimed."""

import logging
from functools import partial

from les_portal.jobs.handlers import Handler, Hopeless, NotNeeded, handler_of
from les_portal.jobs.queue import Claim, claim, claim_next

logger = logging.getLogger(__name__)


def run(job_id: int) -> bool:
    """Do the job if it is due and nobody's; whether it was."""
    claimed = claim(job_id)
    if claimed:
        do(claimed)
    return claimed is not None


def run_next() -> bool:
    """Do the job that has been due longest; whether there was one."""
    claimed = claim_next()
    if claimed:
        do(claimed)
    return claimed is not None


def run_all() -> int:
    """Do all that is due, one after the other; how many that were."""
    number = 0
    while run_next():
        number += 1
    return number


def do(claimed: Claim) -> None:
    handler, payload = None, claimed.job.payload
    try:
        handler = handler_of(claimed.job.kind)
        claimed.done(handler.work(**payload))
    except NotNeeded as reason:
        claimed.skip(str(reason))
    except Hopeless as reason:
        _give_up(claimed, handler, str(reason))
    except Exception as error:
        # Without the error's own words in the log: they may hold what people typed.
        logger.warning("job %s (%s): %s", claimed.job.pk, claimed.job.kind, type(error).__name__)
        _again_or_never(claimed, handler, f"{type(error).__name__}: {error}")


def _again_or_never(claimed: Claim, handler: Handler, reason: str) -> None:
    if claimed.job.attempts > len(handler.pauses):
        _give_up(claimed, handler, reason)
    else:
        claimed.try_again(reason, handler.pauses[claimed.job.attempts - 1])


def _give_up(claimed: Claim, handler: Handler | None, reason: str) -> None:
    told = partial(handler.gave_up, **claimed.job.payload) if handler and handler.gave_up else None
    claimed.fail(reason, told)
