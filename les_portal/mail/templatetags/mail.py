from django import template

register = template.Library()


@register.filter
def quoted(text: str) -> str:
    """What somebody wrote, in plain text: each line shows that it is theirs, so that none passes for the portal's."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())
