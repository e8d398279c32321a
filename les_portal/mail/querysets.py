from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

LATELY = timedelta(days=30)  # what went wrong before that, nobody can still put right by knowing it
UNDELIVERED = ("failed", "bounced")


class MailQuerySet(models.QuerySet):
    def with_parts(self, pk: int) -> Self:
        """A mail and, of a summary, the mails that are in it: they arrive together or not at all."""
        return self.filter(Q(pk=pk) | Q(summary=pk))

    def held_for(self, user_id: int) -> Self:
        return self.filter(recipient=user_id, state="held").order_by("created_at", "pk")

    def caused_by(self, user) -> Self:
        """For the one who caused them: first what did not arrive."""
        first = Case(When(state__in=UNDELIVERED, then=Value(0)), default=Value(1))
        return self.filter(sender=user).order_by(first, "-created_at", "-pk").defer("text", "html")

    def problems_of(self, user) -> Self:
        """What this person caused and did not arrive lately, newest first."""
        return self.caused_by(user).filter(state__in=UNDELIVERED, created_at__gte=timezone.now() - LATELY)

    def delivered(self) -> Self:
        """What a mailbox shows: not what came inside a summary."""
        return self.filter(state="sent", summary=None).order_by("-sent_at", "-pk")
