"""Whether what is published still fits what it was made from."""

from collections.abc import Iterable


def look_again(qualifications: Iterable[int]) -> None:
    """Of each description that counts and speaks of one of these: is it still so? Within the writer's transaction."""
