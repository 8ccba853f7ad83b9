"""Too few frames a second are noticed, and stalls are not taken for them."""

from __future__ import annotations

import pytest
from fakes import steady

from posecoach.core.judging.frame_rate import FrameRate


def answers(times):
    rate, found = FrameRate(), []
    for t in times:
        rate.add(t)
        found.append(rate.too_slow)
    return found


@pytest.mark.parametrize(("fps", "slow"), [(2.0, True), (4.0, True), (5.0, False), (7.0, False), (60.0, False)])
def test_below_five_frames_a_second_a_stream_is_too_slow(fps, slow):
    found = answers(steady(10.0, fps))
    assert found[-1] is slow and not any(found[:5]), "the first pictures say nothing"


def test_a_camera_that_stalls_now_and_then_is_not_slow():
    times = [8 * k / 7 + i / 7 for k in range(20) for i in range(3)]  # three frames, then none for 0.86 s
    assert not any(answers(times))


def test_a_stream_that_is_fast_again_is_not_slow_any_more():
    found = answers(steady(4.0, 2.0) + steady(4.0, 15.0, start_s=4.0))
    assert found[7] and not found[-1]
