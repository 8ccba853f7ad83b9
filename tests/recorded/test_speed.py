"""Judging stored landmarks again is quick. `make bench` measures how quick; here only a large slowdown fails."""

from __future__ import annotations

import time

import pytest
from tracks import repeated

from posecoach.core.judging.coach import judge_all
from posecoach.exercises.registry import EXERCISES

BAR_S = 0.0002
"""A frame's share of a core, at 5,000 frames/s."""
SLACK = 4
"""How many times slower a busy or old machine may be."""


@pytest.mark.parametrize("exercises", [["bridge"], list(EXERCISES)], ids=["named", "recognised"])
def test_five_minutes_are_judged_again_within_a_few_times_the_promised_time(exercises):
    seen, height_cm = repeated("bridge__yaw_30", 300.0, rate_hz=10.0)
    spent_s = []
    for _ in range(3):
        begun = time.process_time()  # of this process alone: others may keep the machine busy
        verdict = judge_all(seen, [EXERCISES[name] for name in exercises], height_cm)
        spent_s.append(time.process_time() - begun)
    assert len(verdict.reps) > 3
    assert min(spent_s) < SLACK * BAR_S * len(seen)


def test_a_longer_session_takes_no_longer_for_each_frame():
    """Nothing in a frame's work may grow with what was seen before."""

    def per_frame_s(minutes: float) -> float:
        seen, height_cm = repeated("leg_lift__yaw_30", 60 * minutes, rate_hz=10.0)
        begun = time.process_time()
        judge_all(seen, list(EXERCISES.values()), height_cm)
        return (time.process_time() - begun) / len(seen)

    assert min(per_frame_s(4.0) for _ in range(3)) < 2 * min(per_frame_s(1.0) for _ in range(3))
