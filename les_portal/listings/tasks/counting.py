from datetime import time

from django.utils.translation import gettext_lazy as _

from les_portal.counts.forgetting import forget_old_days
from les_portal.jobs.handlers import Effect, handles


@handles("counts.forget", label=_("Forget old numbers of views and clicks"), daily_at=time(3, 50))
def forget_old_numbers() -> Effect:
    return forget_old_days
