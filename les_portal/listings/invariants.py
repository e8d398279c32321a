from collections.abc import Iterable

from les_portal.invariants import invariant
from les_portal.listings.models import Correction


@invariant("Of a visitor who was answered no address is kept")
def addresses_that_stayed() -> Iterable[Correction]:
    return Correction.objects.with_page().exclude(status=Correction.Status.OPEN).exclude(email="")
