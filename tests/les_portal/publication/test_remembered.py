import pytest

from les_portal.publication import remembered as module
from les_portal.publication.changes import next_edition
from les_portal.publication.remembered import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def reckoned():
    """A figure that goes up each time somebody works it out."""
    figures = iter(range(1, 10**6))
    return lambda: next(figures)


def test_a_figure_is_reckoned_once_per_edition(reckoned):
    next_edition()
    assert [remembered("a", reckoned) for _ in range(3)] == [1, 1, 1]
    next_edition()
    assert remembered("a", reckoned) == 2


def test_each_figure_is_its_own(reckoned):
    next_edition()
    assert [remembered(key, reckoned) for key in ("a", "b", "a")] == [1, 2, 1]


def test_before_anything_changed_nothing_is_remembered(reckoned):
    assert [remembered("a", reckoned) for _ in range(2)] == [1, 2]


def test_a_crawler_cannot_fill_the_memory(reckoned):
    next_edition()
    for number in range(2 * module.MOST):
        remembered(number, reckoned)
    assert len(module._figures) <= module.MOST + 1
