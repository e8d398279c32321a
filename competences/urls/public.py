"""For everybody."""

from django.urls import include, path

from competences.views import descriptions

app_name = "descriptions"

urlpatterns = [
    path("", include("competences.urls.feed")),
    path("", include("competences.urls.finding")),
    path("<slug:slug>/", descriptions.description, name="description"),
    path("<slug:slug>/v<int:number>/", descriptions.version, name="version"),
    path("<slug:slug>/cover/", descriptions.cover, name="cover"),
]
