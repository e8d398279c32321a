"""May what the register says now replace what we have? Never where a school edited since."""

from collections.abc import Collection
from enum import Enum
from typing import Any

NEVER_SAID = object()


class Verdict(Enum):
    SAME = "same"
    TAKE = "take"
    KEEP = "keep"  # the school edited it


def judge(*, ours: Any, says: Any, said: Any, sayings: Collection[Any]) -> Verdict:
    """`said` is what this source said before (or NEVER_SAID); `sayings` what any source last said.

    An empty field of a register tells nothing, unless that register used to fill it.
    """
    if says == ours or (not says and (said is NEVER_SAID or not said)):
        return Verdict.SAME
    if says == said:
        return Verdict.SAME if ours in sayings else Verdict.KEEP
    if says:
        # Empty, though a register filled it: somebody wanted nothing there.
        is_registers = ours in sayings if ours else not any(sayings)
        return Verdict.TAKE if is_registers else Verdict.KEEP
    if ours == said:
        return Verdict.TAKE
    return Verdict.SAME if ours in sayings else Verdict.KEEP
