from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from competences.jobs import MOST, Choice, answers
from competences.reaching import MOST_UNCOMPARED, ranked, reaches, uncompared
from competences.views.qualifications import in_groups
from les_portal.publication.stored import public_page


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    """An employer ticks what somebody must do, and sees which diplomas of both sides cover it."""
    choice = Choice.of(request.GET)
    standings = ranked(choice.chosen) if choice.chosen else []
    unknown = uncompared(choice.chosen, [row.qualification for row in standings]) if choice.chosen else None
    context = {
        "choice": choice,
        "most": MOST,
        "groups": in_groups(choice.of_frame),
        "answers": answers(choice),
        "reaches": reaches(standings, choice.chosen),
        "ranked_count": len(standings),
        "uncompared": list(unknown[:MOST_UNCOMPARED]) if choice.chosen else [],
        "uncompared_count": unknown.count() if choice.chosen else 0,
    }
    return render(request, "competences/finding/compare.html", context)
