from django.urls import path

from les_portal.listings.views import contact, quality

app_name = "quality"
urlpatterns = [
    path("", quality.hints, name="hints"),
    path("contact/", contact.Contact.as_view(), name="contact"),
    path("<int:pk>/dismiss/", quality.dismiss_hint, name="dismiss"),
    path("<int:pk>/restore/", quality.restore_hint, name="restore"),
]
