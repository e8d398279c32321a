import inspect
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import FilterExpression, Node


class Undefined(str):
    """Stands where a template of ours names a variable that nobody gave it, and fails the test then.

    As `string_if_invalid` Django asks for its truth before it uses it. Variables with `|default:` may be missing, and
    templates of libraries may do as they like. To the rest of the template it is the empty string.
    """

    def __bool__(self) -> bool:
        frame = inspect.currentframe().f_back
        if frame.f_code is FilterExpression.resolve.__code__:
            expression = frame.f_locals["self"]
            has_default = any(filter_.__name__ == "default" for filter_, _ in expression.filters)
            origin = origin_of(frame)
            if not has_default and origin and Path(origin).is_relative_to(settings.BASE_DIR / "templates"):
                pytest.fail(f"{origin}: “{expression.token}” is not defined", pytrace=False)
        return False


def origin_of(frame) -> str | None:
    """The file of the innermost template node that is being rendered."""
    while frame := frame.f_back:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return node.origin.name
    return None
