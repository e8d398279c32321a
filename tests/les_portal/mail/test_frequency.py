from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from les_portal.mail.frequency import Frequency, allowed, frequency_of, next_summary

BRUSSELS = ZoneInfo("Europe/Brussels")
UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("now", "expected", "in_utc"),
    [
        ("2026-11-20 06:00", "2026-11-20 07:00", 6),
        ("2026-11-20 07:00", "2026-11-21 07:00", 6),
        ("2026-11-20 23:59", "2026-11-21 07:00", 6),
        ("2026-07-01 12:00", "2026-07-02 07:00", 5),
        ("2026-12-31 12:00", "2027-01-01 07:00", 6),
        # The nights on which the clock is moved: 2026-03-29 and 2026-10-25.
        ("2026-03-28 20:00", "2026-03-29 07:00", 5),
        ("2026-03-29 03:30", "2026-03-29 07:00", 5),
        ("2026-10-24 20:00", "2026-10-25 07:00", 6),
        ("2026-10-25 02:30", "2026-10-25 07:00", 6),
        # What is being written while the summary is made waits for the next one.
        ("2026-11-20 06:54", "2026-11-20 07:00", 6),
        ("2026-11-20 06:56", "2026-11-21 07:00", 6),
    ],
)
def test_next_summary_is_at_seven_in_brussels(now, expected, in_utc):
    due = next_summary(datetime.fromisoformat(now).replace(tzinfo=BRUSSELS).astimezone(UTC))
    assert due == datetime.fromisoformat(expected).replace(tzinfo=BRUSSELS)
    assert (due.hour, due.astimezone(UTC).hour) == (7, in_utc)


def test_next_summary_reads_the_repeated_hour_of_october_right():
    """02:30 comes twice that night: both times the summary is the same."""
    for fold in (0, 1):
        now = datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=BRUSSELS)
        assert next_summary(now.astimezone(UTC)) == datetime(2026, 10, 25, 7, tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({}, {"at_once", "daily", "never"}),
        ({"optional": False}, {"at_once", "daily"}),
        ({"urgent": True}, {"at_once", "never"}),
        ({"optional": False, "secret": True}, {"at_once"}),
    ],
)
def test_allowed_follows_what_the_kind_says(kind, how, expected):
    assert set(allowed(kind("x", **how))) == expected


def test_frequency_is_at_once_until_somebody_chooses(finn, news, choose):
    assert frequency_of(finn, news) == Frequency.AT_ONCE
    choose(finn, "daily")
    assert frequency_of(finn, news) == Frequency.DAILY


def test_frequency_that_a_kind_no_longer_allows_is_at_once(finn, kind, choose):
    was_optional = kind("deadlines", optional=False)
    choose(finn, "never", was_optional)
    assert frequency_of(finn, was_optional) == Frequency.AT_ONCE
