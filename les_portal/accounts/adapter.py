from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from an organisation of the network, never from a stranger's form."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To one's own desk, in one's own language."""
        with override(request.user.language):
            return reverse("pages:desk")
