from django.urls import path

from les_portal.organisations.views import invitations, joining, people

app_name = "organisations"
PEOPLE = "manage/<slug:organisation>/people/"
urlpatterns = [
    path(PEOPLE, people.People.as_view(), name="people"),
    path(f"{PEOPLE}<int:pk>/", people.OneRole.as_view(), name="role"),
    path(f"{PEOPLE}<int:pk>/take/", people.TakeRole.as_view(), name="take-role"),
    path(f"{PEOPLE}invitations/<int:pk>/resend/", invitations.resend, name="resend"),
    path(f"{PEOPLE}invitations/<int:pk>/revoke/", invitations.revoke, name="revoke"),
    path(f"{PEOPLE}requests/<int:pk>/", joining.join_request, name="request"),
    path("invitation/<str:secret>/", invitations.TakeInvitation.as_view(), name="invitation"),
    path("join/", joining.join, name="join"),
    path("join/<slug:organisation>/", joining.Ask.as_view(), name="ask"),
]
