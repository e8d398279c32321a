from django.urls import path

from les_portal.pages.views import schools

app_name = "schools"
urlpatterns = [
    path("", schools.school_list, name="list"),
    path("<slug:slug>/", schools.school, name="school"),
    path("<slug:slug>/<slug:campus_slug>/", schools.campus, name="campus"),
]
