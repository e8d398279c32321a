"""The registers that occupations come from. Importing this package offers them to `les_portal.imports`."""

from programmes.importers.occupations import OccupationsEN, OccupationsFR, OccupationsNL

__all__ = ["OccupationsEN", "OccupationsFR", "OccupationsNL"]
