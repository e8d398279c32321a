from django.urls import path

from competences.views import comparing, finding, qualifications

urlpatterns = [
    path("", finding.description_list, name="list"),
    path("missed/", finding.missed, name="missed"),
    path("compare/", comparing.compare, name="compare"),
    path("of/<slug:slug>/", qualifications.of, name="of"),
    path("qualifications/<slug:slug>/", qualifications.qualification, name="qualification"),
    path("qualifications/<slug:slug>/ask/", qualifications.ask, name="ask"),
]
