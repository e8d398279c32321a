from django.urls import path

from les_portal.listings.views import network_quality

app_name = "network"
urlpatterns = [
    path("hints/", network_quality.quality, name="quality"),
]
