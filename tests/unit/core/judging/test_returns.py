"""Who was away, or not filmed, for a while is looked at as if for the first time: that they moved is no bad light."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streams import mirrored, shifted, zoomed
from tracks import track

from posecoach.core.judging.coach import Coach
from posecoach.core.judging.view_quality import NOBODY
from posecoach.exercises.registry import EXERCISES

AWAY_S = 8.0
CHANGES = {
    "at the same place": lambda pose: pose,
    "a little aside": lambda pose: shifted(pose, 40.0, 20.0),
    "at the other end": lambda pose: shifted(pose, 150.0, 0.0),
    "nearer": lambda pose: zoomed(pose, 1.3),
    "the other way round": mirrored,
}


def problems_after(gap_s, change, *, seen_empty):
    """What cannot be judged after somebody went away for a time and came back to begin again."""
    frames, height_cm = track("bridge__good")
    coach, back_s = Coach(EXERCISES["bridge"], height_cm=height_cm), AWAY_S + gap_s
    for t, pose in (frame for frame in frames if frame[0] < AWAY_S):
        coach.step(t, pose)
    if seen_empty:
        for k in range(round(gap_s * 15)):
            coach.step(AWAY_S + k / 15, None)
    again = [(back_s + t, pose and replace(change(pose), t=back_s + t)) for t, pose in frames if t < 10.0]
    return [(t - back_s, update.unseen) for t, pose in again if (update := coach.step(t, pose)).unseen]


@pytest.mark.parametrize("seen_empty", [True, False], ids=["away", "camera stalls"])
@pytest.mark.parametrize("gap_s", [0.6, 2.0, 5.0, 20.0])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_return_is_a_new_look_and_settled_within_a_second(change, gap_s, seen_empty):
    problems = problems_after(gap_s, change, seen_empty=seen_empty)
    assert all(after_s < 1.0 for after_s, _ in problems)
    assert {why for _, why in problems} <= {NOBODY}
