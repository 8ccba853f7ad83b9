"""The soak test: steady growth is found; what varies about the same level, or comes and goes, is none."""

from __future__ import annotations

import pytest
from bench_vitals import Vital
from soak import WARM_UP_S, report, slope_a_minute

MINUTES = 30


def session(mb_a_minute=0.0, threads=(15,), handles=(20,)):
    """One reading a second: memory that settles in the warm-up, then grows evenly while it varies by 6 MB."""

    def at(t: int) -> Vital:
        settling = min(0.0, t - WARM_UP_S)
        mb = 250 + settling + mb_a_minute * t / 60 + 3 * (-1) ** t
        return Vital(t, mb, threads[t % len(threads)], handles[t % len(handles)])

    return [at(t) for t in range(60 * MINUTES)]


def test_what_settles_and_varies_is_no_growth():
    lines, flat = report(session())
    assert flat and lines[0].endswith("0.000 MB a minute over 27.0 minutes, 247 to 253 MB")
    assert slope_a_minute(session(0.5)[int(WARM_UP_S) :]) == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize(("mb_a_minute", "is_flat"), [(0.1, True), (0.3, False), (-1.0, True)])
def test_memory_may_grow_by_a_fifth_of_a_megabyte_a_minute(mb_a_minute, is_flat):
    assert report(session(mb_a_minute))[1] == is_flat


def test_threads_and_files_that_come_and_go_are_no_growth():
    assert report(session(threads=(15, 16, 15, 17), handles=(21, 20, 22, 20)))[1]


@pytest.mark.parametrize("what", ["threads", "handles"])
def test_one_more_thread_or_file_that_stays_is_growth(what):
    lines, flat = report([*session(), *(Vital(1800.0 + t, 250, 16, 21) for t in range(600))])
    assert not flat
    assert next(line for line in lines if line.startswith(what)).endswith("grown by 1")


def test_a_session_shorter_than_the_warm_up_proves_nothing():
    lines, flat = report(session()[:170])
    assert not flat and "Too short" in lines[0]
