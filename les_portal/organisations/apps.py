from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "les_portal.organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from les_portal.organisations import rules  # noqa: F401
