"""For those who work on comparisons and descriptions."""

from django.urls import include, path

from competences.views import comparisons, comparisons_new, lines, rating, reconciling

app_name = "comparisons"

urlpatterns = [
    path("", comparisons.index, name="list"),
    path("new/", comparisons_new.New.as_view(), name="new"),
    path("<slug:slug>/", comparisons.comparison, name="comparison"),
    path("<slug:slug>/reverse/", comparisons.reverse_direction, name="reverse"),
    path("<slug:slug>/teacher/<slug:country>/", comparisons.AnotherTeacher.as_view(), name="teacher"),
    path("<slug:slug>/rate/", rating.page, name="rate"),
    path("<slug:slug>/rate/save/", rating.save, name="save-rating"),
    path("<slug:slug>/reconcile/", reconciling.page, name="reconcile"),
    path("<slug:slug>/reconcile/news/", reconciling.news, name="news"),
    path("<slug:slug>/reconcile/<int:line>/", reconciling.answer, name="answer"),
    path("<slug:slug>/lines/", lines.page, name="lines"),
    path("<slug:slug>/lines/save/", lines.save, name="save-lines"),
    path("<slug:slug>/lines/<int:line>/bridge/", lines.add_bridge, name="bridge"),
    path("", include("competences.urls.desk")),
]
