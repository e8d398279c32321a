"""Everything under /api/v1/: each app brings its own views, described and explained together."""

from django.urls import include, path

from les_portal.pages.views import api

app_name = "api"
urlpatterns = [
    path("", include("programmes.api.urls")),
    path("", include("competences.urls.api")),
    path("transitions/", include("les_portal.workflow.urls_api")),
    path("schema/", api.Schema.as_view(), name="schema"),
    path("docs/", api.docs, name="docs"),
]
