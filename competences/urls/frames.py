"""For those who keep the competence frame of a qualification."""

from django.urls import path

from competences.views import (
    frames,
    frames_competences,
    frames_proposals,
    frames_translations,
    frames_units,
)

app_name = "frames"

urlpatterns = [
    path("", frames.index, name="list"),
    path("<slug:slug>/", frames.frame, name="frame"),
    path("<slug:slug>/add/", frames.add, name="add"),
    path("<slug:slug>/copy/", frames.copy, name="copy"),
    path("<slug:slug>/groups/", frames.groups, name="groups"),
    path("<slug:slug>/translations/", frames_translations.translations, name="translations"),
    path("<slug:slug>/proposals/", frames_proposals.proposals, name="proposals"),
    path("<slug:slug>/proposals/decide/", frames_proposals.decide, name="decide"),
    path("<slug:slug>/units/new/", frames_units.new, name="new-unit"),
    path("<slug:slug>/units/<int:pk>/", frames_units.edit, name="unit"),
    path("<slug:slug>/units/<int:pk>/remove/", frames_units.remove, name="remove-unit"),
    path("<slug:slug>/competences/<int:pk>/", frames_competences.edit, name="competence"),
    path("<slug:slug>/competences/<int:pk>/move/", frames_competences.move, name="move"),
    path("<slug:slug>/competences/<int:pk>/retire/", frames_competences.retire, name="retire"),
    path("<slug:slug>/competences/<int:pk>/restore/", frames_competences.restore, name="restore"),
    path("<slug:slug>/competences/<int:pk>/link/", frames_competences.link_skill, name="link"),
]
