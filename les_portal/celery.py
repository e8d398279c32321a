"""Celery carries job ids to the workers; what must happen stays in the database.

Imported only where a broker is set: `celery --app les_portal worker` finds it by its name.
"""

import os

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "les_portal.settings")

app = Celery("les_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_process_shutdown.connect
def leave_nothing_behind(**_about) -> None:
    """Celery's processes end in their own way, which no other clean-up hears of."""
    from les_portal.pdf.rendering import forget

    forget()
