from datetime import time
from functools import partial

from django.utils.translation import gettext_lazy as _

from les_portal.jobs.handlers import Effect, NotNeeded, handles
from les_portal.listings.actions import correcting
from les_portal.listings.models import Correction

MOST = 1000  # a day


# Before the daily summary of mail is closed, so that it is in today's.
@handles("corrections.tell", label=_("Tell schools of new corrections"), daily_at=time(6, 30))
def tell_schools() -> Effect:
    new = list(Correction.objects.open().filter(told_at=None).order_by("pk").values_list("pk", flat=True)[:MOST])
    if not new:
        raise NotNeeded("Nobody proposed a correction since the last time.")
    return partial(correcting.tell_keepers, new)


@handles("corrections.forget", label=_("Forget addresses of visitors"), daily_at=time(3, 40))
def forget_addresses() -> Effect:
    return correcting.forget_addresses
