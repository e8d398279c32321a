from django.urls import path

from competences.views import feed

urlpatterns = [path("feed/", feed.descriptions, name="feed")]
