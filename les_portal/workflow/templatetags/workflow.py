from dataclasses import dataclass

from django import template
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString

from les_portal.ui.templatetags.ui import icon
from les_portal.workflow.engine import workflow_of
from les_portal.workflow.inbox import waiting_here
from les_portal.workflow.transitions import Tone, Transition

register = template.Library()

SIGNS = {"good": "check", "warn": "clock", "bad": "cross", "": "paper"}


@dataclass(frozen=True)
class Button:
    transition: Transition
    missing: list[str]

    @property
    def asks_first(self) -> bool:
        """Whether there is something to read or to write before it is done."""
        return bool(self.transition.needs_comment or self.transition.consequence)


@register.simple_tag
def state(obj: Model) -> SafeString:
    """Its state as a badge: a sign and a word."""
    now = workflow_of(obj).as_state(obj)
    return format_html('<span class="badge {}">{} {}</span>', now.tone, icon(SIGNS[now.tone]), now.label)


@register.inclusion_tag("workflow/actions.html", takes_context=True)
def actions(context, obj: Model, without: str = "") -> dict:
    """What this person may do with it now; nothing for who may do nothing. A page may do some in a way of its own."""
    request, workflow = context["request"], workflow_of(obj)
    available = [each for each in workflow.available(obj, request.user) if each.name not in without.split(",")]
    buttons = [Button(transition, workflow.missing(transition.name, obj)) for transition in available]
    ready = [button for button in buttons if not button.missing]
    return {
        "object": obj,
        "label": workflow.label,
        "plain": [button for button in ready if button.transition.tone is not Tone.GRAVE],
        "grave": [button for button in ready if button.transition.tone is Tone.GRAVE],
        "not_ready": [button for button in buttons if button.missing],
        "next": request.get_full_path(),
    }


@register.simple_tag(takes_context=True)
def waiting_count(context) -> int:
    """How much waits for who is signed in."""
    return len(waiting_here(context["request"]))
