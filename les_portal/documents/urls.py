from django.urls import path

from les_portal.documents.views import document, verification

app_name = "documents"
urlpatterns = [
    path("<slug:number>/", document.document, name="document"),
    path("<slug:number>/progress/", document.progress, name="progress"),
    path("<slug:number>/make-again/", document.make_again, name="make-again"),
    path("<slug:number>/<str:file_name>", document.file, name="file"),
]
# A code stands on paper: its address must not depend on who types it in which language.
without_language = [
    path("v/", verification.form, name="verify-form"),
    path("v/<str:code>", verification.verify, name="verify"),
]
