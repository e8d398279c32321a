from django.urls import path

from les_portal.listings.views import listing, listings, starting, versions

app_name = "listings"
urlpatterns = [
    path("", listings.listings, name="list"),
    path("new/", starting.New.as_view(), name="new"),
    path("<slug:slug>/", listing.listing, name="programme"),
    path("<slug:slug>/versions/", versions.versions, name="versions"),
    path("<slug:slug>/versions/<int:number>/", versions.Version.as_view(), name="version"),
]
