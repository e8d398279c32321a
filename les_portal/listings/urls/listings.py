from django.urls import path

from les_portal.listings.views import listing

app_name = "listings"
urlpatterns = [
    path("<slug:slug>/", listing.listing, name="programme"),
]
