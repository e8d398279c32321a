from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangosLoginRequiredMiddleware


class LoginRequiredMiddleware(DjangosLoginRequiredMiddleware):
    """Every view is closed unless it says it is public; and for a public one nobody looks up who asks.

    Django's own reads the session first, which costs a query and makes every answer depend on the cookie.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
