import pytest
from django.db import transaction

from les_portal.publication import changes
from les_portal.publication.changes import changed, edition, prepares, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    """What is prepared for the invented kind "thing", call by call."""
    monkeypatch.setattr(changes, "_preparations", changes.defaultdict(list))
    calls = []
    prepares("thing")(lambda ids: calls.append(set(ids)))
    return calls


def test_changed_prepares_at_once_and_begins_a_new_edition(heard):
    before = edition()
    changed("thing", [7])
    assert heard == [{7}]
    assert edition() > before


def test_changed_is_heard_by_nobody_else(heard):
    changed("another thing", [7])
    assert heard == []


def test_together_prepares_once_for_all(heard):
    with transaction.atomic(), together():
        changed("thing", [1])
        changed("thing", [2, 1])
        assert heard == []
    assert heard == [{1, 2}]


def test_together_inside_together_waits_for_the_outer_one(heard):
    with together():
        with together():
            changed("thing", [1])
        assert heard == []
        changed("thing", [2])
    assert heard == [{1, 2}]


def test_together_that_fails_prepares_nothing(heard):
    with pytest.raises(RuntimeError), together():
        changed("thing", [1])
        raise RuntimeError
    assert heard == []
    changed("thing", [2])
    assert heard == [{2}]


def test_edition_goes_back_with_the_transaction_that_failed(heard):
    before = edition()
    with pytest.raises(RuntimeError), transaction.atomic():
        changed("thing", [1])
        raise RuntimeError
    assert edition() == before
