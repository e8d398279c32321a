from programmes.models.catalogue import (
    BottleneckStatus,
    Counterpart,
    Dated,
    Field,
    Level,
    Occupation,
    ProgrammeForm,
    Qualification,
    Sector,
)
from programmes.models.listing import Offering, Programme
from programmes.models.open_days import OpenDay

__all__ = [
    "BottleneckStatus",
    "Counterpart",
    "Dated",
    "Field",
    "Level",
    "Occupation",
    "Offering",
    "OpenDay",
    "Programme",
    "ProgrammeForm",
    "Qualification",
    "Sector",
]
