"""Where somebody is signed in."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone


def end_others(request: HttpRequest, user) -> None:
    """All but the one that asks. A session does not say whose it is before it is read, so all are: it is rare."""
    others = Session.objects.filter(expire_date__gt=timezone.now()).exclude(pk=request.session.session_key)
    theirs = [each.pk for each in others.iterator() if each.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=theirs).delete()
