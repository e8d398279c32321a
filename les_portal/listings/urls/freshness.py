from django.urls import path

from les_portal.listings.views import freshness, settings

app_name = "freshness"
urlpatterns = [
    path("manage/<slug:organisation>/settings/", settings.Settings.as_view(), name="settings"),
    path("manage/<slug:organisation>/confirm/", freshness.Confirm.as_view(), name="confirm"),
    path("still-right/<str:signed>/", freshness.StillRight.as_view(), name="link"),
]
