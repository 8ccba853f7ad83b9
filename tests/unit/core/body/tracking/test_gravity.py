"""What carries the body shows which side of the picture is down."""

import fakes
import pytest
import stick_figure

from posecoach.core.body.tracking.gravity import feel_gravity

TIMES = fakes.steady(8.0, 10.0)


def bridging(t):
    up = fakes.share_up(t)
    return stick_figure.supine(t, hips_cm=10.0 + 19.0 * up, knee_deg=60.0 + 22.0 * up)


def lifting_legs(t):
    return stick_figure.long_sit(t, lift_cm=20.0 * fakes.share_up(t))


@pytest.mark.parametrize("pose_at", [bridging, lifting_legs])
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_person_who_exercises_on_the_floor_shows_how_the_picture_must_be_turned(pose_at, quarters):
    gravity = feel_gravity((t, pose_at(t).turned(quarters)) for t in TIMES)
    back = -quarters % 4
    assert gravity.gain(back) > 0.3 and gravity.can_stand(back)
    assert max((1, 2, 3), key=gravity.gain) == back


@pytest.mark.parametrize("pose_at", [bridging, lifting_legs])
def test_no_turn_fits_a_person_in_an_upright_picture_clearly_better(pose_at):
    gravity = feel_gravity((t, pose_at(t)) for t in TIMES)
    assert max(gravity.gain(quarters) for quarters in (1, 2, 3)) < 0.3


def test_as_it_is_nothing_is_gained():
    assert feel_gravity((t, bridging(t)) for t in TIMES).gain(0) == 0.0


def test_a_person_who_is_hardly_seen_shows_nothing():
    assert feel_gravity([(t, bridging(t) if t < 1.5 else None) for t in TIMES]) is None
    assert feel_gravity([]) is None
