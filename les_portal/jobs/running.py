"""What a worker does with a job that it has claimed."""

import logging
import time

from django.db import InterfaceError, OperationalError

from les_portal.jobs.claims import Claim, claim, claim_next, give_up
from les_portal.jobs.connecting import leave_dead_connection
from les_portal.jobs.handlers import Effect, Handler, Hopeless, NotNeeded, handler_of

logger = logging.getLogger(__name__)

HICCUPS = (0.2, 1, 3)  # seconds to wait when the database is busy or away, before the result of the work is let go


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
    handler = handler_of(claimed.job.kind)
    try:
        _finish(claimed, handler.work(**claimed.job.payload))
    except NotNeeded as reason:
        claimed.skip(str(reason))
    except Hopeless as reason:
        give_up(claimed, handler, str(reason))
    except Exception as error:
        # Without the error's own words in the log: they may hold what people typed.
        logger.warning("job %s (%s): %s", claimed.job.pk, claimed.job.kind, type(error).__name__)
        _again_or_never(claimed, handler, f"{type(error).__name__}: {error}")


def _finish(claimed: Claim, effect: Effect | None) -> None:
    """What was done outside the database (a mail went out) is not thrown away for its hiccup."""
    for pause in HICCUPS:
        leave_dead_connection()
        try:
            claimed.done(effect)
        except (OperationalError, InterfaceError):
            time.sleep(pause)
        else:
            return
    claimed.done(effect)


def _again_or_never(claimed: Claim, handler: Handler, reason: str) -> None:
    if claimed.job.tried >= handler.attempts:
        give_up(claimed, handler, reason)
    else:
        claimed.try_again(reason, handler.pauses[claimed.job.tried - 1])
