from django.urls import path

from les_portal.workflow import views

app_name = "workflow"
urlpatterns = [path("<label>/<pk>/<name>/", views.TransitionView.as_view(), name="transition")]
