from django.urls import path

from les_portal.listings.views import counting

urlpatterns = [path("count/", counting.count, name="count")]
