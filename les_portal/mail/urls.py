from django.urls import path

from les_portal.mail.views import choices, mailbox, sent

app_name = "mail"
urlpatterns = [
    path("choices/", choices.choices, name="choices"),
    path("sent/", sent.Sent.as_view(), name="sent"),
    path("stop/<str:signed>/", choices.stop, name="stop"),
]
without_language = [
    path("dev/mail/", mailbox.Mailbox.as_view(), name="mailbox"),
    path("dev/mail/<int:pk>/", mailbox.Opened.as_view(), name="mailbox-mail"),
    path("dev/mail/<int:pk>/html/", mailbox.AsHtml.as_view(), name="mailbox-html"),
]
