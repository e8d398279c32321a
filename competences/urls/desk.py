"""A description while it is being made."""

from django.urls import path

from competences.views import desk

urlpatterns = [
    path("<slug:slug>/description/", desk.Description.as_view(), name="description"),
    path("<slug:slug>/description/begin/", desk.begin, name="begin-description"),
    path("<slug:slug>/description/save/", desk.save, name="save-description"),
    path("<slug:slug>/description/preview/", desk.preview, name="preview"),
]
