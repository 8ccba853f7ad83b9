"""Time on the progress page: days in a row, and an axis in days, weeks, months or years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from posecoach.reports.progress import chart_layers as layers
from posecoach.reports.progress.period import consecutive_days
from posecoach.reports.progress.time_axis import POINTS_MAX, Axis, axis, interval_start, next_interval

TODAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("days", "today", "expected"),
    [
        (["2026-02-27", "2026-02-28", "2026-03-01"], "2026-03-01", (3, 3)),
        (["2024-02-28", "2024-02-29", "2024-03-01"], "2024-03-02", (3, 3)),  # not yet today
        (["2025-12-30", "2025-12-31", "2026-01-01"], "2026-01-03", (0, 3)),
        (["2026-01-01", "2026-01-02", "2026-01-05"], "2026-01-05", (1, 2)),
        (["2026-01-05", "2030-01-01"], "2026-01-05", (1, 1)),  # saved while the clock was wrong
        ([], "2026-01-05", (0, 0)),
    ],
)
def test_days_in_a_row_go_over_the_ends_of_months_and_years(days, today, expected):
    assert consecutive_days([date.fromisoformat(day) for day in days], date.fromisoformat(today)) == expected


def test_a_pause_is_a_gap_in_the_line():
    days = [TODAY - timedelta(days=ago) for ago in (20, 19, 17, 3, 0)]
    line = layers.line(axis(days), "mean", dict.fromkeys(days, (1.0, "")))
    assert [point is None for point in line.points] == [False, False, False, True, False, False]


@pytest.mark.parametrize(
    ("length", "unit"), [(84, "day"), (400, "week"), (2000, "month"), (10_000, "year"), (30_000, "year")]
)
def test_a_long_time_is_shown_in_longer_stretches(length, unit):
    over = axis([TODAY - timedelta(days=length), TODAY])
    assert over.unit == unit
    stretches, at = 0, over.first
    while at <= over.last:
        stretches, at = stretches + 1, next_interval(unit, at)
    assert stretches <= POINTS_MAX + 1


def test_a_stretch_begins_on_monday_the_first_or_new_years_day_and_the_next_one_follows():
    day = date(2024, 12, 31)
    assert [interval_start(unit, day) for unit in ("day", "week", "month", "year")] == [
        day,
        date(2024, 12, 30),
        date(2024, 12, 1),
        date(2024, 1, 1),
    ]
    assert next_interval("week", date(2024, 12, 30)) == date(2025, 1, 6)
    assert next_interval("month", date(2024, 12, 1)) == next_interval("year", date(2024, 1, 1)) == date(2025, 1, 1)
    assert Axis(date(2024, 1, 1), day, "month").joined(date(2024, 2, 1), date(2024, 3, 1))
