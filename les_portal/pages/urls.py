from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from les_portal.pages.sitemaps import SITEMAPS
from les_portal.pages.views import chapters, desk, events, health, home, map, partners, points, robots

app_name = "pages"
urlpatterns = [
    path("", home.home, name="home"),
    path("answers/", home.answers, name="answers"),
    path("desk/", desk.desk, name="desk"),
    path("map/", map.map_page, name="map"),
    path("map/points.json", points.points, name="points"),
    path("map/place/<int:pk>/", points.place, name="place"),
    path("events/", events.events, name="events"),
    path("for-your-website/", partners.partners, name="partners"),
    *(
        path(f"{name}/", chapters.Chapter.as_view(template_name=f"pages/chapters/{name}.html"), name=name)
        for name in chapters.CHAPTERS
    ),
]
without_language = [
    path("", home.to_language),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("robots.txt", robots.robots),
    path("sitemap.xml", login_not_required(sitemap_views.index), {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", login_not_required(sitemap_views.sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
]
