from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompetencesConfig(AppConfig):
    name = "competences"
    verbose_name = _("Competences")

    def ready(self) -> None:
        # What to prepare, which files can be brought in, and who may.
        from competences import importers, preparation, rules  # noqa: F401
