"""Each of the six exercises does what it declares at other tempi, seen from elsewhere, at uneven frame times."""

from __future__ import annotations

import pytest

from posecoach.exercises.registry import BUILT_IN
from posecoach.exercises.simulation.simulator import View
from posecoach.exercises.testing import check

pytestmark = pytest.mark.slow

VIEWS = [(-20.0, 0.7, "left"), (-20.0, 1.5, "right"), (20.0, 0.7, "right"), (20.0, 1.5, "left")]
"""Camera turned, tempo, near side: each two of their values meet in one."""


@pytest.mark.parametrize("exercise", BUILT_IN, ids=lambda e: e.id)
@pytest.mark.parametrize(("yaw_deg", "tempo", "near"), VIEWS)
def test_an_exercise_does_what_it_declares_from_elsewhere(exercise, yaw_deg, tempo, near):
    check(exercise, View(yaw_deg=yaw_deg, near=near, rate_hz=None), tempo)
