import pytest
from hypothesis import given
from hypothesis import strategies as st

from les_portal.search.spelling import corrections, differ_by_one_error

WORDS = st.text("abcde", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("lasser", "lasser", True),
        ("lasser", "laser", True),
        ("lasser", "lassser", True),
        ("lasser", "lasses", True),
        ("lasser", "lasesr", True),
        ("lasser", "alsser", True),
        ("lasser", "lassre", True),
        ("lasser", "lase", False),
        ("lasser", "alssre", False),
        ("lasser", "bakker", False),
        ("abc", "cba", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_one_error(a, b, expected):
    assert differ_by_one_error(a, b) is expected


@given(WORDS, WORDS)
def test_one_error_is_the_same_both_ways(a, b):
    assert differ_by_one_error(a, b) == differ_by_one_error(b, a)


@given(WORDS, st.data())
def test_any_single_error_is_one(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    assert differ_by_one_error(word, word[:at] + word[at + 1 :])
    assert differ_by_one_error(word, word[:at] + "x" + word[at:])
    assert differ_by_one_error(word, word[:at] + "x" + word[at + 1 :])
    assert differ_by_one_error(word, word[:at] + word[at : at + 2][::-1] + word[at + 2 :])


def test_whole_words_are_preferred_to_beginnings_and_these_to_parts():
    assert corrections("mechanca", ["mechanica", "mechanicas", "elektromechanica"]) == ["mechanica"]
    assert corrections("mechanca", ["mechanicaspecialist", "elektromechanica"]) == ["mechanica"]
    assert corrections("verplegkunde", ["basisverpleegkunde"]) == ["verpleegkunde"]
    assert corrections("verplegkunde", ["houtbewerking"]) == []
