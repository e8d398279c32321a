from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from competences.models import AuthorisedDescription
from competences.telling import told
from les_portal.publication.stored import public_page


@public_page
def description(request: HttpRequest, slug: str) -> HttpResponse:
    """The version of a pair that counts."""
    rows = AuthorisedDescription.objects.counting().select_related("comparison")
    found = get_object_or_404(rows, comparison__slug=slug)
    return render(request, "competences/description.html", {"description": found, "told": told(found.snapshot)})
