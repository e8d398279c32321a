"""What somebody may do only once their sign-in takes a second step. The apps that give such rights say which."""

from collections.abc import Callable

Asker = Callable[..., list[str]]

_askers: list[Asker] = []


def asks_second_step(asker: Asker) -> Asker:
    """Register what says, of a person, what they may do then: "work as assessor for the network"."""
    _askers.append(asker)
    return asker


def waiting(user) -> list[str]:
    """What this person may do as soon as they have a second step; nothing for who has one or needs none."""
    if not user.is_authenticated or user.has_second_step:
        return []
    return [sentence for asker in _askers for sentence in asker(user)]
