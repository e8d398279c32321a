"""Celery carries job ids to the workers; what must happen stays in the database.

Imported only where a broker is set: `celery --app les_portal worker` finds it by its name.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "les_portal.settings")

app = Celery("les_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
