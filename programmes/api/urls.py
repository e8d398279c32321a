from django.urls import path

from programmes.api import views

urlpatterns = [
    path("campuses.geojson", views.Campuses.as_view(), name="campuses"),
    path("schools/", views.Schools.as_view(), name="schools"),
    path("schools/<int:pk>/", views.SchoolOne.as_view(), name="school"),
    path("programmes/", views.Programmes.as_view(), name="programmes"),
    path("programmes/<int:pk>/", views.ProgrammeOne.as_view(), name="programme"),
    path("qualifications/", views.Qualifications.as_view(), name="qualifications"),
    path("qualifications/<int:pk>/", views.QualificationOne.as_view(), name="qualification"),
]
