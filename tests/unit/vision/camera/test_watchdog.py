"""The watchdog: when a camera is stale, when to open it again, when to give it up."""

from __future__ import annotations

import pytest

from posecoach.vision.camera.watchdog import Limits, Watchdog


def test_reopening_waits_longer_each_time():
    watchdog = Watchdog(Limits())
    watchdog.frame_arrived(0.0, changed=True)
    reopened = [t / 10 for t in range(600) if watchdog.tick(t / 10, failed=t > 20)]
    assert watchdog.gave_up
    # stale after 1 s, opened again 1 s later, then after pauses of 0.5, 1, 2, 4, 5, 5 s
    assert reopened == pytest.approx([2.0, 2.6, 3.7, 5.8, 9.9, 15.0, 20.1, 25.2, 30.3], abs=0.5)
    assert max(reopened) < 31.0


def test_an_attempt_to_reopen_has_a_time_limit():
    watchdog = Watchdog(Limits())
    watchdog.frame_arrived(0.0, changed=True)
    reopened = [t / 10 for t in range(300) if watchdog.tick(t / 10)]
    assert reopened == pytest.approx([2.0, 7.5, 13.5, 20.5, 29.5], abs=0.15)


def test_a_reopened_camera_that_repeats_the_old_picture_is_not_back():
    watchdog = Watchdog(Limits())
    states = []
    for t in range(400):
        watchdog.frame_arrived(t / 10, changed=t == 0)
        watchdog.tick(t / 10)
        states.append(watchdog.state)
    assert states.index("stale") == 20 and "live" not in states[20:]
    assert watchdog.gave_up and watchdog.frozen


def test_a_clock_that_jumps_gives_no_camera_up():
    watchdog = Watchdog(Limits())
    watchdog.frame_arrived(0.0, changed=True)
    watchdog.tick(5000.0)  # the machine slept
    assert (watchdog.state, watchdog.gave_up) == ("stale", False)
    watchdog.frame_arrived(5000.1, changed=True)
    assert watchdog.state == "live"
