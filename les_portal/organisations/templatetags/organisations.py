from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from les_portal.organisations.models import Membership

register = template.Library()


@register.simple_tag(takes_context=True)
def people_link(context, membership: Membership) -> SafeString:
    """To the people of an organisation, for who may see them; for others to what they are there themselves."""
    organisation = membership.organisation
    if context["request"].user.has_perm("organisations.see_people", organisation):
        address, words = reverse("organisations:people", args=[organisation.slug]), _("People")
    else:
        address, words = reverse("organisations:role", args=[organisation.slug, membership.pk]), _("Role")
    return format_html('<a href="{}">{}<span class="visually-hidden">: {}</span></a>', address, words, organisation)
