from django.urls import path

from les_portal.listings.views import editing, listing, listings, preview, starting, versions

app_name = "listings"
urlpatterns = [
    path("", listings.listings, name="list"),
    path("new/", starting.New.as_view(), name="new"),
    path("<slug:slug>/", listing.listing, name="programme"),
    path("<slug:slug>/edit/", editing.Edit.as_view(), name="edit"),
    path("<slug:slug>/edit/save/", editing.save, name="save"),
    path("<slug:slug>/edit/find/", editing.find, name="find"),
    path("<slug:slug>/preview/", preview.preview, name="preview"),
    path("<slug:slug>/preview/page/", preview.preview_page, name="preview-page"),
    path("<slug:slug>/versions/", versions.versions, name="versions"),
    path("<slug:slug>/versions/<int:number>/", versions.Version.as_view(), name="version"),
]
