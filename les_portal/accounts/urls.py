from django.urls import path

from les_portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("second-step/", views.second_step, name="second-step"),
]
