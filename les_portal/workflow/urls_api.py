from django.urls import path

from les_portal.workflow import api

urlpatterns = [
    path("<label>/<id>/", api.States.as_view(), name="states"),
    path("<label>/<id>/<name>/", api.Do.as_view(), name="transition"),
]
