from django.urls import path

from les_portal.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.Upload.as_view(), name="upload"),
    path("<int:pk>/", views.Run.as_view(), name="run"),
    path("<int:pk>/apply/", views.Apply.as_view(), name="apply"),
]
