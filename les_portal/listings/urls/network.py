from django.urls import path

from les_portal.listings.views import coverage, network_quality

app_name = "network"
urlpatterns = [
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/approval/", coverage.approval, name="approval"),
    path("coverage/<slug:organisation>/ask/", coverage.ask_again, name="ask-again"),
    path("hints/", network_quality.quality, name="quality"),
]
