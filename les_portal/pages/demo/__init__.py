"""The demo's content, from `fixtures/`: made where it is absent, left alone where it is there.

Nothing is overwritten, so what somebody edited since stays. A name that nobody knows is an error,
and then nothing at all is written.
"""

from collections import Counter

from django.db import transaction

from les_portal.pages.demo import (
    catalogue,
    competences,
    freshness,
    open_days,
    organisations,
    people,
    programmes,
    visits,
)
from les_portal.pages.demo.fixtures import FixtureError, read
from les_portal.publication.changes import together
from les_portal.publication.statistics import count_anew

__all__ = ["FixtureError", "load"]


def load(*, password: str, with_papers: bool = True) -> Counter:
    """Make what is absent; how many rows of each kind that were. Raises FixtureError.

    Without papers the signed descriptions wait for a worker to make them, and for the next time to be published.
    """
    cast = people.with_password(read("people"), password)
    made = Counter()
    with transaction.atomic(), together():
        organisations.load_organisations(made)
        organisations.load_schools(made)
        people.load(cast, made)
        qualifications = catalogue.load(made)
        programmes.load(made, qualifications)
        open_days.load(made)
        freshness.load(made)
        visits.load(made)
        competences.load(made, qualifications)
    if with_papers:
        competences.publish(made)
    if made:
        count_anew()
    return made
