import pytest

from les_portal.imports.merging import NEVER_SAID, Verdict, judge

SAME, TAKE, KEEP = Verdict


@pytest.mark.parametrize(
    ("ours", "says", "said", "sayings", "verdict"),
    [
        ("a", "a", NEVER_SAID, [], SAME),
        ("a", "b", "a", ["a"], TAKE),
        ("", "b", NEVER_SAID, [], TAKE),
        ("", "b", "", [""], TAKE),
        ("", "b", "a", ["a"], KEEP),  # emptied by the school, and the register moved on
        ("", "b", "a", ["a", ""], KEEP),  # the same, where another file of the register has no such column
        ("x", "b", "a", ["a"], KEEP),  # edited, and the register moved on
        ("x", "a", "a", ["a"], KEEP),  # edited, and the register stands still
        ("", "a", "a", ["a"], KEEP),  # emptied by the school
        ("x", "b", NEVER_SAID, [], KEEP),  # entered by hand before any register
        ("o", "b", NEVER_SAID, ["o"], TAKE),  # another register's word, and this one's is newer
        ("o", "a", "a", ["a", "o"], SAME),  # the other one spoke since: no ping-pong
        ("a", "", "a", ["a"], TAKE),
        ("x", "", "a", ["a"], KEEP),
        ("o", "", "a", ["a", "o"], SAME),
        ("o", "", NEVER_SAID, ["o"], SAME),
        ("x", "", "", [""], SAME),
        (["a"], ["a", "b"], ["a"], [["a"]], TAKE),
    ],
)
def test_judge(ours, says, said, sayings, verdict):
    assert judge(ours=ours, says=says, said=said, sayings=sayings) is verdict
