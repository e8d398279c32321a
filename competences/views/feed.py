"""New and changed descriptions, for whoever reads feeds."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from competences.elm.xml import writable
from competences.models import AuthorisedDescription
from competences.telling import said
from les_portal.publication.stored import public_page

MOST = 50
Status = AuthorisedDescription.Status


class Descriptions(Feed):
    """The last change first; a withdrawn one says that it is."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Authorised descriptions")

    def subtitle(self) -> str:
        return _("What a diploma from across the border means: new and changed descriptions.")

    def link(self) -> str:
        return reverse("descriptions:list")

    def feed_url(self) -> str:
        return reverse("descriptions:feed")

    def feed_guid(self) -> str:
        return f"{settings.SITE_URL}{reverse('descriptions:feed')}"

    def items(self):
        rows = AuthorisedDescription.objects.known().exclude(status=Status.SUPERSEDED)
        return rows.select_related("comparison").order_by("-changed_at", "-pk")[:MOST]

    def item_title(self, item: AuthorisedDescription) -> str:
        language = get_language()
        held, known = (said(item.snapshot[side]["title"], language)["text"] for side in ("source", "target"))
        return writable(f"{held} → {known}")

    def item_description(self, item: AuthorisedDescription) -> str:
        number = _("%(number)s, version %(version)d") % {"number": item.number, "version": item.version}
        sentences = [f"{number}: {item.get_status_display()}."]
        if item.status in AuthorisedDescription.COUNTING:
            sentences.append(said(item.snapshot["summary"], get_language())["text"])
        return escape(writable(" ".join(sentences)))  # readers take it for HTML

    def item_link(self, item: AuthorisedDescription) -> str:
        return reverse("descriptions:version", args=[item.comparison.slug, item.version])

    def item_guid(self, item: AuthorisedDescription) -> str:
        return f"urn:les:{item.number}-v{item.version}"

    def item_pubdate(self, item: AuthorisedDescription):
        return item.published_at

    def item_updateddate(self, item: AuthorisedDescription):
        return item.changed_at

    def item_categories(self, item: AuthorisedDescription) -> list[str]:
        return [item.status]


descriptions = public_page(Descriptions())
