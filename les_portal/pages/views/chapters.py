from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from les_portal.publication.stored import public_page


@method_decorator(public_page, name="dispatch")
class Chapter(TemplateView):
    """A page of text: what a part of the network is for, and where to turn today."""


CHAPTERS = ["fund", "workplaces", "guide", "about", "sources", "privacy", "accessibility"]
