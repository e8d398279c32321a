from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from les_portal.organisations.models import Organisation

register = template.Library()


@register.simple_tag(takes_context=True)
def people_link(context, organisation: Organisation) -> SafeString | str:
    """To the people of an organisation, for who may see them."""
    if not context["request"].user.has_perm("organisations.see_people", organisation):
        return ""
    address = reverse("organisations:people", args=[organisation.slug])
    return format_html(
        '<a href="{}">{}<span class="visually-hidden">: {}</span></a>', address, _("People"), organisation
    )
