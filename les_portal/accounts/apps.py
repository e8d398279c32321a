from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "les_portal.accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from les_portal.accounts import rules  # noqa: F401

        authenticator_added.connect(end_what_took_one_step, dispatch_uid="accounts.second_step")


def end_what_took_one_step(*, request, user, **_more) -> None:
    """Whoever signed in elsewhere did so without this step, and must not decide because of it."""
    from les_portal.accounts.sessions import end_others

    end_others(request, user)
