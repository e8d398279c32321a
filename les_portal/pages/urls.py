from django.urls import path

from les_portal.pages.views import chapters, health, home

app_name = "pages"
urlpatterns = [
    path("", home.home, name="home"),
    path("answers/", home.answers, name="answers"),
    path("desk/", home.desk, name="desk"),
    *(
        path(f"{name}/", chapters.Chapter.as_view(template_name=f"pages/chapters/{name}.html"), name=name)
        for name in chapters.CHAPTERS
    ),
]
without_language = [
    path("", home.to_language),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
