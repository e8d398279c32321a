"""The bench's own sums; nothing is measured here."""

import io
import json
import sys

import pytest

from tests.bench.load import rotated
from tests.bench.report import Ratio, Report, median_ratio


def ratio(**different) -> Ratio:
    return Ratio(**{"what": "page", "database": "sqlite", "campuses": 400, "ratio": 0.5, "floor": "bare"} | different)


def test_median_ratio_compares_what_ran_in_the_same_round():
    # The machine slowed down to a tenth for both: the answer is still a half.
    assert median_ratio([50, 5, 60], [100, 10, 100]) == 0.5


@pytest.mark.parametrize(
    ("goal", "less_is_better", "short"),
    [(0.4, False, False), (0.6, False, True), (0.4, True, True), (0.6, True, False)],
)
def test_a_ratio_falls_short_of_its_goal(goal, less_is_better, short):
    assert ratio(goal=goal, less_is_better=less_is_better).falls_short is short


def test_without_a_goal_nothing_falls_short():
    assert not ratio(goal=None).falls_short
    assert not ratio(goal=1, ratio=None).falls_short


def test_rotated_begins_elsewhere_and_leaves_nothing_out():
    assert rotated(["a", "b", "c"], 4) == ["b", "c", "a"]


def test_growth_compares_with_the_size_before(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    report = Report()
    report.add_growth(ratio(campuses=400), 2.0, 12)
    report.add_growth(ratio(campuses=400, database="postgresql"), 5.0, 12)
    report.add_growth(ratio(campuses=4000), 30.0, 12)
    line = json.loads(sys.stdout.getvalue())
    assert (line["ratio"], line["floor"], line["goal"]) == (15.0, "the same at 400 campuses", 12)
