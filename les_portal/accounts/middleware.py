from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangosLoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers


class LoginRequiredMiddleware(DjangosLoginRequiredMiddleware):
    """Every view is closed unless it says it is public; and for a public one nobody looks up who asks.

    Django's own reads the session first, which costs a query and makes every answer depend on the cookie.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """What somebody saw who signed in is gone when they sign out, whoever goes back on that computer.

        Unless the view said something else. Where nobody looked at the session, nothing in the answer comes from it.
        """
        is_said = response.has_header("Cache-Control")
        if not is_said and request.session.accessed and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response
