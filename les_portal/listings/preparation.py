"""What is made ready when schools and programmes change: the hints about them are those about how they are now."""

from les_portal.listings.quality.writing import look_at_listings, look_at_schools
from les_portal.publication.changes import prepares


@prepares("programme")
def hints_about_listings(ids: set[int]) -> None:
    look_at_listings(ids)


@prepares("school")
def hints_about_schools(ids: set[int]) -> None:
    look_at_schools(ids)
