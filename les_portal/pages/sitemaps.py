from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from competences.models import AuthorisedDescription
from les_portal.pages.views.chapters import CHAPTERS
from programmes.models import Programme, Qualification
from schools.models import Campus, School


class InLanguages(Sitemap):
    i18n = True
    alternates = True
    limit = 5000


class FixedPages(InLanguages):
    def items(self):
        names = ["pages:home", "pages:map", "programmes:list", "schools:list", "pages:events", "pages:partners"]
        names += ["descriptions:list", "descriptions:compare"]
        return names + [f"pages:{name}" for name in CHAPTERS]

    def location(self, item) -> str:
        return reverse(item)


class ProgrammePages(InLanguages):
    def items(self):
        return Programme.objects.published().rewrite(False).only("slug", "updated_at").order_by("pk")

    def lastmod(self, item):
        return item.updated_at


class DescriptionPages(InLanguages):
    def items(self):
        rows = AuthorisedDescription.objects.counting().select_related("comparison").order_by("pk")
        return rows.only("changed_at", "comparison__slug")

    def lastmod(self, item):
        return item.changed_at


class DiplomaPages(InLanguages):
    """Those that somebody teaches here."""

    def items(self):
        taught = Programme.objects.published().order_by().values("qualification")
        return Qualification.objects.filter(pk__in=taught).only("slug").order_by("pk")

    def location(self, item) -> str:
        return reverse("descriptions:qualification", args=[item.slug])


class SchoolPages(InLanguages):
    def items(self):
        return School.objects.active().select_related("organisation").order_by("pk")


class CampusPages(InLanguages):
    def items(self):
        return Campus.objects.active().select_related("school__organisation").order_by("pk")


SITEMAPS = {
    "pages": FixedPages,
    "programmes": ProgrammePages,
    "descriptions": DescriptionPages,
    "diplomas": DiplomaPages,
    "schools": SchoolPages,
    "campuses": CampusPages,
}
