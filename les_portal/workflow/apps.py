from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "les_portal.workflow"
    verbose_name = _("Workflows")

    def ready(self) -> None:
        # At the start and not when first asked: a history names what was done by words that the tables bring.
        autodiscover_modules("workflow", "inbox")
