"""Where qualifications and skills come from. Importing this package offers them to `les_portal.imports`."""

from competences.importers.crebo import CreboList
from competences.importers.proposals import CreboSkills
from competences.importers.skills import SkillsEN, SkillsFR, SkillsNL
from competences.importers.vks import Vks

__all__ = ["SOURCES", "CreboList", "CreboSkills", "SkillsEN", "SkillsFR", "SkillsNL", "Vks"]

# The registers of qualifications, and the files of theirs in a folder.
SOURCES = {Vks.source: "*.json", CreboList.source: "*.xlsx", CreboSkills.source: "*.json"}
