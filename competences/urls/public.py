"""For everybody."""

from django.urls import path

from competences.views import descriptions

app_name = "descriptions"

urlpatterns = [
    path("<slug:slug>/", descriptions.description, name="description"),
]
