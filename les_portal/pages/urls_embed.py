from django.urls import path

from les_portal.pages.views import embed

app_name = "embed"
urlpatterns = [
    path("map/", embed.embed_map, name="map"),
    path("map/points.json", embed.embed_points, name="points"),
    path("map/place/<int:pk>/", embed.embed_place, name="place"),
    path("list/", embed.embed_list, name="list"),
]
