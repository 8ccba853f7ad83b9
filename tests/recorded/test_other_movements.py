"""Movements that are none of the exercises, done by figures: nothing is counted, from any side and at any pace."""

import pytest
from movements.movement import VIEWS, filmed, view_id
from movements.others import MOVEMENTS

from posecoach.core.judging.coach import judge_all
from posecoach.exercises.registry import BUILT_IN


@pytest.mark.parametrize(("view", "half_s"), VIEWS, ids=view_id)
@pytest.mark.parametrize("name", MOVEMENTS)
def test_another_movement_counts_nothing(name, view, half_s):
    reps = judge_all(filmed(MOVEMENTS[name], view, half_s), BUILT_IN, view.height_cm).reps
    assert [(rep.exercise, rep.side, round(rep.start_s, 1), round(rep.end_s, 1)) for rep in reps] == []
