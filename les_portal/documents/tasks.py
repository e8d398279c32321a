from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from les_portal.documents import making, tidying
from les_portal.jobs.handlers import handles

# Three attempts: more of what cannot be printed would only hold the others up. Who asked can ask again.
PAUSES = (timedelta(minutes=1), timedelta(minutes=30))


@handles("documents.make", label=_("Make a document"), pauses=PAUSES, is_long=True, gave_up=making.gave_up)
def make(document: int) -> Callable[[], None]:
    return making.make(document)


@handles("documents.tidy", label=_("Tidy away what was left of documents"), pauses=PAUSES)
def tidy() -> None:
    tidying.tidy()
