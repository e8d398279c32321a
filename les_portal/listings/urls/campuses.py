from django.urls import path

from les_portal.listings.views import campuses, closing, register

app_name = "campuses"
urlpatterns = [
    path("", campuses.campuses, name="list"),
    path("new/", campuses.New.as_view(), name="new"),
    path("register/", register.RegisterView.as_view(), name="register"),
    path("<slug:slug>/", campuses.Edit.as_view(), name="edit"),
    path("<slug:slug>/close/", closing.Close.as_view(), name="close"),
    path("<slug:slug>/reopen/", closing.Reopen.as_view(), name="reopen"),
]
