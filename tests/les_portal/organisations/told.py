"""Who was told what, and what was written down."""

from les_portal.activity.models import Entry
from les_portal.mail.models import Mail


def people_page(organisation) -> str:
    return f"/nl/manage/{organisation.slug}/people/"


def told() -> list[str]:
    """Which mails were written, in order."""
    return list(Mail.objects.order_by("pk").values_list("template", flat=True))


def logged(organisation) -> list[str]:
    return list(Entry.objects.about(organisation).order_by("pk").values_list("verb", flat=True))
