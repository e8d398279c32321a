"""What was counted is read in one query, and forgotten in time."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from les_portal.counts.forgetting import KEPT, forget_old_days
from les_portal.counts.models import Count
from les_portal.counts.reading import Numbers, days_ago, lately, per_day, totals
from les_portal.counts.recording import add_one
from les_portal.jobs.handlers import handlers
from tests.factories.counts import CountFactory

pytestmark = pytest.mark.django_db
VIEW, CLICK = Count.Event.VIEW, Count.Event.CLICK


def test_each_time_is_one_more_of_that_day_object_and_event():
    for event in (VIEW, VIEW, CLICK):
        add_one("programme", 7, event)
    add_one("programme", 8, VIEW)
    add_one("campus", 7, VIEW)
    assert totals("programme", [7, 8, 9], since=days_ago(0)) == {7: {"view": 2, "click": 1}, 8: {"view": 1}}
    assert Count.objects.count() == 4


def test_totals_begin_on_a_day_and_take_one_query(django_assert_num_queries):
    CountFactory(day=date(2026, 1, 1), number=5)
    CountFactory(day=date(2026, 1, 2), number=7)
    CountFactory(day=date(2026, 1, 2), object_id=2, event=CLICK, number=3)
    with django_assert_num_queries(1):
        assert totals("programme", range(1, 301), since=date(2026, 1, 2)) == {1: {"view": 7}, 2: {"click": 3}}


def test_lately_is_thirty_days_with_today():
    CountFactory(day=days_ago(29), number=4)
    CountFactory(day=days_ago(30), number=100)
    assert lately("programme", [1, 2]) == {1: Numbers(4, 0), 2: Numbers(0, 0)}


def test_numbers_are_said_in_words():
    with override("en"):
        assert str(Numbers(34, 1)) == "34 views, 1 click in the last 30 days"


def test_days_of_several_kinds_are_added_up(django_assert_num_queries):
    CountFactory(number=4)
    CountFactory(kind="school", number=2)
    CountFactory(kind="school", event=CLICK, number=1)
    CountFactory(kind="school", object_id=2, number=50)
    with django_assert_num_queries(1):
        found = per_day({"programme": [1], "school": [1]}, since=days_ago(1))
    assert found == {days_ago(0): Numbers(6, 1)}
    assert per_day({}, since=days_ago(1)) == {}


def test_old_days_are_deleted_and_no_others():
    today = date(2026, 11, 20)
    kept, old = CountFactory(day=today - KEPT), CountFactory(day=today - KEPT - timedelta(days=1))
    assert forget_old_days(today) == 1
    assert list(Count.objects.values_list("pk", flat=True)) == [kept.pk]
    assert old.pk != kept.pk


def test_a_worker_does_that_every_night():
    handler = handlers()["counts.forget"]
    assert handler.daily_at
    CountFactory(day=days_ago(401))
    handler.work()()
    assert not Count.objects.exists()
