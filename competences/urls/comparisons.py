"""For those who work on comparisons and descriptions."""

from django.urls import include, path

from competences.views import comparisons

app_name = "comparisons"

urlpatterns = [
    path("<slug:slug>/", comparisons.comparison, name="comparison"),
    path("<slug:slug>/rate/", comparisons.comparison, name="rate"),
    path("<slug:slug>/description/", comparisons.comparison, name="description"),
    path("", include("competences.urls.desk")),
]
