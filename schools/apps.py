from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = _("Schools")

    def ready(self) -> None:
        # What to prepare, which registers can be imported, and who may.
        from schools import importers, preparation, rules  # noqa: F401
