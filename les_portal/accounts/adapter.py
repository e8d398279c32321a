from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import override

from les_portal.accounts.second_step import waiting


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from an organisation of the network, never from a stranger's form."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To one's own desk, in one's own language."""
        with override(request.user.language):
            return reverse("pages:desk")

    def post_login(self, request: HttpRequest, user, **how) -> HttpResponse:
        """Past the word that a second step is missing, for whom it keeps from something."""
        response = super().post_login(request, user, **how)
        if waiting(user):
            with override(user.language):
                response["Location"] = f"{reverse('accounts:second-step')}?{urlencode({'next': response.url})}"
        return response
