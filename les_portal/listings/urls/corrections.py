from django.urls import path

from les_portal.listings.views import corrections, proposing

app_name = "corrections"
PAGES = {
    "programme": "corrections/programme/<slug:slug>/",
    "school": "corrections/school/<slug:slug>/",
    "campus": "corrections/campus/<slug:school>/<slug:slug>/",
}
urlpatterns = [
    *(path(where, proposing.Propose.as_view(kind=kind), name=kind) for kind, where in PAGES.items()),
    *(
        path(f"{where}thanks/", proposing.thanks, {"kind": kind}, name=f"{kind}-thanks")
        for kind, where in PAGES.items()
    ),
    path("manage/<slug:organisation>/corrections/", corrections.corrections, name="list"),
    path("manage/<slug:organisation>/corrections/<int:pk>/", corrections.Answer.as_view(), name="correction"),
]
