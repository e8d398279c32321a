from les_portal.listings.models.corrections import Correction
from les_portal.listings.models.quality import Finding, WebsiteCheck
from les_portal.listings.models.register import OwnWord
from les_portal.listings.models.revisions import Revision

__all__ = ["Correction", "Finding", "OwnWord", "Revision", "WebsiteCheck"]
