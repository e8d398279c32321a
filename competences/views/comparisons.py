from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from competences.models import Comparison


def comparison(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Comparison.objects.visible_to(request.user), slug=slug)
    return render(request, "competences/comparison.html", {"comparison": found})
