import factory

from les_portal.listings.models import Correction
from tests.factories.programmes import ProgrammeFactory


class CorrectionFactory(factory.django.DjangoModelFactory):
    """Of a published programme's duration, unless something else is said."""

    class Meta:
        model = Correction

    programme = factory.SubFactory(ProgrammeFactory, published=True)
    school = factory.LazyAttribute(lambda made: made.programme.school)
    field = "duration_months"
    current = "2 jaar"
    proposal = "36"
    language = "nl"
