from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "les_portal.jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        if settings.CELERY_BROKER_URL:
            # Now, and not while the first request waits that has something to hand over.
            import kombu.transport.redis  # noqa: F401

            import les_portal.celery  # noqa: F401
