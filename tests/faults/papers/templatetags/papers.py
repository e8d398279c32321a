from django import template

from tests.faults.marks.falling import fall_once

register = template.Library()


@register.simple_tag
def fall(name: str) -> str:
    fall_once(f"rendering-{name}")
    return ""


@register.filter
def times(number: int) -> range:
    return range(number)
