"""The floor: Django with one view and nothing around it; with BENCH_MIDDLEWARE=1, the portal's middleware."""

import os

import django
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("bare")


urlpatterns = [path("bare/", bare)]

if os.environ.get("BENCH_MIDDLEWARE"):
    from les_portal import settings as ours

    names = [name for name in dir(ours) if name.isupper()]
    settings.configure(**{name: getattr(ours, name) for name in names} | {"ROOT_URLCONF": __name__})
elif not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bench", MIDDLEWARE=[])

django.setup()
application = get_wsgi_application()
