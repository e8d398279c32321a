from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListingsConfig(AppConfig):
    name = "les_portal.listings"
    verbose_name = _("Listings")

    def ready(self) -> None:
        # What to prepare, which files can be brought in, and who may.
        from les_portal.listings import importers, preparation, rules  # noqa: F401
