from django.urls import path

from les_portal.listings.views import bulk, bulk_files

app_name = "bulk"
urlpatterns = [
    path("", bulk.Index.as_view(), name="index"),
    path("listings.<str:kind>", bulk_files.export, name="export"),
    path("template.<str:kind>", bulk_files.template, name="template"),
    path("<int:pk>/", bulk.run, name="run"),
    path("<int:pk>/apply/", bulk.apply, name="apply"),
    path("<int:pk>/publish/", bulk.publish, name="publish"),
    path("<int:pk>/left-out.<str:kind>", bulk_files.left_out, name="left-out"),
]
