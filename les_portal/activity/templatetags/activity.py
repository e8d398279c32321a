from django import template
from django.db.models import Model

from les_portal.activity.timeline import timeline_of

register = template.Library()


@register.inclusion_tag("activity/timeline.html")
def timeline(obj: Model) -> dict:
    """Who did what to it, when and why, the newest first. One query."""
    return {"timeline": timeline_of(obj)}
