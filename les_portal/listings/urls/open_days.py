from django.urls import path

from les_portal.listings.views import open_days

app_name = "open_days"
urlpatterns = [
    path("", open_days.open_days, name="list"),
    path("new/", open_days.NewOpenDays.as_view(), name="new"),
    path("<int:pk>/", open_days.EditOpenDay.as_view(), name="edit"),
    path("<int:pk>/cancel/", open_days.cancel, name="cancel"),
    path("<int:pk>/restore/", open_days.restore, name="restore"),
    path("<int:pk>/delete/", open_days.remove, name="delete"),
]
