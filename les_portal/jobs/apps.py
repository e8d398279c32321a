from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "les_portal.jobs"
    verbose_name = _("Jobs")
