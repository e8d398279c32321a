from django.urls import path

from les_portal.pages.views import workspace

app_name = "manage"
urlpatterns = [path("", workspace.workspace, name="workspace")]
