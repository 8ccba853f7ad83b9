"""How long a child may take: as long as it is heard while it copies, then by the length of the video."""

from __future__ import annotations

import pytest

from posecoach.analysis.cluster.worker import LIMIT_BASE_S, LIMIT_FACTOR, SILENCE_S, Deadline


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_child_that_is_heard_again_and_again_may_copy_for_hours(clock):
    deadline = Deadline(None, clock)
    for _ in range(100):
        clock.now_s += SILENCE_S - 1.0
        assert deadline.left_s == 1.0
        deadline.heard(None)
    clock.now_s += SILENCE_S + 1.0
    assert deadline.left_s == 0.0


@pytest.mark.parametrize("length_s", [0.0, 1.0, (SILENCE_S - LIMIT_BASE_S) / LIMIT_FACTOR, 3600.0])
def test_the_length_of_the_video_limits_its_analysis_however_much_is_heard(length_s, clock):
    deadline = Deadline(None, clock)
    clock.now_s += 100.0
    deadline.heard(length_s)
    assert deadline.left_s == deadline.limit_s == LIMIT_BASE_S + LIMIT_FACTOR * length_s
    clock.now_s += 10.0
    deadline.heard(None)
    assert deadline.left_s == deadline.limit_s - 10.0


def test_what_the_user_allows_is_for_everything(clock):
    deadline = Deadline(30.0, clock)
    clock.now_s += 29.0
    for length_s in (None, 3600.0, None):
        deadline.heard(length_s)
    assert deadline.left_s == 1.0 and deadline.limit_s == 30.0
