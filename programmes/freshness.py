"""Whether a school still stands behind a listing, and until when."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from programmes.models import Programme


def due_after(confirmed_on: date, rhythm_months: int) -> date:
    return confirmed_on + relativedelta(months=rhythm_months)


def confirm(listing: Programme) -> None:
    """Its school says today that it is right, whoever said so on its behalf. Saves it."""
    listing.confirmed_on = timezone.localdate()
    listing.confirmed_by = listing.school.organisation
    listing.due_on = due_after(listing.confirmed_on, listing.school.rhythm_months)
    listing.is_overdue = False
    listing.save()
