from django.urls import path

from programmes.api import open_days, table_views, views

urlpatterns = [
    path("campuses.geojson", views.Campuses.as_view(), name="campuses"),
    path("campuses.csv", table_views.CampusesTable.as_view(), name="campuses-csv"),
    path("schools.csv", table_views.SchoolsTable.as_view(), name="schools-csv"),
    path("programmes.csv", table_views.ProgrammesTable.as_view(), name="programmes-csv"),
    path("schools/", views.Schools.as_view(), name="schools"),
    path("schools/<id>/", views.SchoolOne.as_view(), name="school"),
    path("programmes/", views.Programmes.as_view(), name="programmes"),
    path("programmes/<id>/", views.ProgrammeOne.as_view(), name="programme"),
    path("events/", open_days.OpenDays.as_view(), name="events"),
    path("qualifications/", views.Qualifications.as_view(), name="qualifications"),
    path("qualifications/<id>/", views.QualificationOne.as_view(), name="qualification"),
]
