"""The listings that a school has, and which of them a row of its file is about."""

from collections import defaultdict

from django.utils.translation import gettext as _

from les_portal.listings.content import contents_of
from les_portal.listings.models import Revision
from les_portal.search.words import fold
from programmes.models import Programme
from schools.models import School

Status = Programme.Status


class Unclear(Exception):
    """Which listing it is. The name of the column, and a sentence."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name, self.sentence = name, sentence


class Known:
    """Four queries."""

    def __init__(self, school: School) -> None:
        listings = list(Programme.objects.filter(school=school))
        for listing in listings:
            listing.school = school
        self.contents = contents_of(listings)
        self._by_reference = {listing.reference: listing for listing in listings if listing.reference}
        self._by_address = {listing.slug: listing for listing in listings}
        self._by_title = defaultdict(list)
        for listing in listings:
            self._by_title[fold(listing.title_nl or ""), listing.form_id].append(listing)
        open_ones = Revision.objects.filter(programme__school=school).open()
        self.revisions = {revision.programme_id: revision for revision in open_ones.select_related("updated_by")}

    def find(self, *, reference: str, address: str, title: str, form: int | None) -> Programme | None:
        """None for a new one. Raises Unclear."""
        named = self._by_reference.get(reference)
        there = self._at(address) if address else None
        if named and there and named != there:
            raise Unclear("slug", _("This is the address of another listing than the reference says."))
        return named or there or self._called(title, form, reference)

    def _at(self, address: str) -> Programme:
        """Whoever copies it from a browser copies all of it."""
        slug = address.rstrip("/").rpartition("/")[2]
        if slug not in self._by_address:
            raise Unclear("slug", _("Your school has no listing at this address. Leave it empty for a new one."))
        return self._by_address[slug]

    def _called(self, title: str, form: int | None, reference: str) -> Programme | None:
        """A listing without a reference is given the row's; one with another reference is another one."""
        called = [each for each in self._by_title.get((fold(title), form), ()) if not (reference and each.reference)]
        fits = [each for each in called if each.status != Status.ARCHIVED] or called
        if len(fits) > 1:
            raise Unclear("title_nl", _("Several of your listings are called so: say which by its address."))
        return fits[0] if fits else None
