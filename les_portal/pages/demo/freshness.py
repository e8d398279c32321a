"""Listings of the demo are due and overdue, so a reminder with its link is in the mailbox from the start."""

from collections import Counter

from les_portal.jobs.queue import enqueue
from programmes.freshness import fill_due_dates, mark_overdue


def load(made: Counter) -> None:
    """The worker that begins next looks at it as it does every night; only once, whatever is made later."""
    if made["programmes"]:
        fill_due_dates()
        mark_overdue()
        enqueue("listings.freshness", {}, key="listings.freshness:demo")
