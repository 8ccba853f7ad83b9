"""Wall sit does what it declares, at any tempo and with the camera turned to either side."""

import pytest
from wall_sit import WALL_SIT

from posecoach.exercises.simulation.simulator import View
from posecoach.exercises.testing import check


@pytest.mark.parametrize(("yaw_deg", "tempo"), [(0.0, 1.0), (-20.0, 0.7), (20.0, 1.5)])
def test_it_does_what_it_declares(yaw_deg, tempo):
    check(WALL_SIT, View(yaw_deg=yaw_deg), tempo)
