from django.urls import path

from competences.views import statistics

app_name = "descriptions_network"

urlpatterns = [path("", statistics.index, name="index")]
