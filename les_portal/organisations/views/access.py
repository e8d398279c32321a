"""How pages of an organisation's people are found, and for whom they do not exist."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from les_portal.organisations.models import Organisation


def organisation_for(request: HttpRequest, slug: str) -> Organisation:
    """Of whose people a stranger does not learn anything."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if not request.user.has_perm("organisations.see_people", organisation):
        raise Http404
    return organisation
