from django.urls import path

from programmes.views import listing

app_name = "listings"
urlpatterns = [path("<slug:slug>/", listing.listing, name="programme")]
