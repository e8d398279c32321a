from django import template

from les_portal.accounts.second_step import waiting

register = template.Library()


@register.inclusion_tag("accounts/_second_step.html", takes_context=True)
def second_step(context) -> dict:
    """What this person may do once their sign-in takes a second step; nothing for who has one or needs none."""
    return {"rights": waiting(context["request"].user)}
