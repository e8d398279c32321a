from django.urls import path

from les_portal.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.JobList.as_view(), name="list"),
    path("<int:pk>/retry/", views.Retry.as_view(), name="retry"),
]
