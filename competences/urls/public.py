"""For everybody."""

from django.urls import include, path

from competences.views import descriptions

app_name = "descriptions"

urlpatterns = [
    path("", include("competences.urls.feed")),
    path("", include("competences.urls.finding")),
    path("<slug:slug>/", descriptions.description, name="description"),
]
