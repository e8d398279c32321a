"""A school's own file of listings. Importing this package offers it to `les_portal.imports`."""

from les_portal.listings.importers.listings import ListingImporter

__all__ = ["ListingImporter"]
