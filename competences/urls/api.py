from django.urls import path

from competences.api import qualifications, views

urlpatterns = [
    path("descriptions/", views.Descriptions.as_view(), name="descriptions"),
    path("descriptions/<str:number>.json", views.DescriptionOne.as_view(), name="description-json"),
    path("descriptions/<str:number>.jsonld", views.DescriptionLinked.as_view(), name="description-jsonld"),
    path("descriptions/<str:number>.pdf", views.DescriptionPaper.as_view(), name="description-pdf"),
    path("qualifications/<str:code>.jsonld", qualifications.QualificationLinked.as_view(), name="qualification-jsonld"),
    path("qualifications/<str:code>.xml", qualifications.QualificationXml.as_view(), name="qualification-xml"),
]
