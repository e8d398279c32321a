from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        # What to prepare, which files can be brought in, and who may.
        from programmes import importers, preparation, rules  # noqa: F401
