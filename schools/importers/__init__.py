"""The registers that schools come from. Importing this package offers them to `les_portal.imports`."""

from schools.importers.duo import DuoGeojson, DuoSecondary
from schools.importers.flanders import Flanders

__all__ = ["SOURCES", "DuoGeojson", "DuoSecondary", "Flanders"]

SOURCES = [importer.source for importer in (Flanders, DuoSecondary, DuoGeojson)]
