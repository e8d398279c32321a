from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "les_portal.accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from les_portal.accounts import rules  # noqa: F401
