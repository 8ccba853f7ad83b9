"""A frame in which a landmark is no number costs that frame alone: no filter keeps it."""

from dataclasses import replace

import numpy as np
import pytest
from tracks import track

from posecoach.core.judging.coach import judge_all
from posecoach.exercises.registry import EXERCISES


@pytest.mark.parametrize(("landmark", "number"), [(9, np.nan), (25, np.inf)])
def test_one_broken_frame_in_the_hold_changes_nothing(landmark, number):
    seen, height_cm = track("bridge__good")
    seen = seen[: len(seen) // 2]

    def broken(pose):
        xy = pose.xy.copy()
        xy[landmark] = number
        return replace(pose, xy=xy)

    middle = len(seen) // 2
    other = [(t, pose and (broken(pose) if i == middle else pose)) for i, (t, pose) in enumerate(seen)]
    good, found = (judge_all(poses, [EXERCISES["bridge"]], height_cm).reps for poses in (seen, other))
    assert len(good) == 1
    assert [rep.hold_s for rep in found] == pytest.approx([rep.hold_s for rep in good], abs=0.3)
