from django.urls import path

from programmes.views import public

app_name = "programmes"
urlpatterns = [
    path("", public.programme_list, name="list"),
    path("<slug:slug>/", public.programme, name="programme"),
]
