import factory
from django.utils import timezone

from les_portal.counts.models import Count


class CountFactory(factory.django.DjangoModelFactory):
    """One view of programme 1, today."""

    class Meta:
        model = Count

    kind = "programme"
    object_id = 1
    day = factory.LazyFunction(timezone.localdate)
    event = Count.Event.VIEW
    number = 1
