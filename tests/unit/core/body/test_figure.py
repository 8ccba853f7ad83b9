"""The figure: rigid limbs, on the floor, in the joint angles that were asked for."""

from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.body import landmarks as lm
from posecoach.core.body.figure import CONTACT_CM, THIGH, TRUNK, Figure, between, landmarks_cm, tilted

SUPINE = Figure(lean=-90.0, hip=117.0, knee=50.0, ankle=None, rests=("shoulder", "heel"))
BRIDGE = Figure(lean=-90.0, hip=178.0, knee=75.0, ankle=None, rests=("shoulder", "heel"))
KNEELING = Figure(lean=84.0, hip=96.0, knee=90.0, ankle=170.0, shoulder=92.0, elbow=160.0, rests=("wrist", "knee"))


def length_cm(cm, a, b, side="left"):
    return float(np.linalg.norm(cm[a[side]] - cm[b[side]]))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 1.0])
def test_limbs_keep_their_length_while_the_body_moves(share):
    cm = between(tilted(SUPINE), tilted(BRIDGE), share, "shoulder")
    assert length_cm(cm, lm.KNEE, lm.ANKLE) == pytest.approx(0.246 * 170)
    assert length_cm(cm, lm.SHOULDER, lm.HIP) == pytest.approx(TRUNK * 170, abs=1.0)  # sideways, and the hip point


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
@pytest.mark.parametrize(("a", "b"), [(SUPINE, BRIDGE), (KNEELING, KNEELING)])
def test_both_parts_that_it_rests_on_touch_the_floor_all_the_way(a, b, share):
    cm = between(tilted(a), tilted(b), share, a.rests[0])
    joints = {"shoulder": lm.SHOULDER, "heel": lm.HEEL, "wrist": lm.WRIST, "knee": lm.KNEE}
    for part in a.rests:
        lowest = min(cm[joints[part][side], 1] for side in lm.SIDES)
        assert lowest == pytest.approx(CONTACT_CM[part], abs=0.1)


def test_what_it_rests_on_first_stays_where_it_is():
    places = [
        between(tilted(SUPINE), tilted(BRIDGE), share, "shoulder")[lm.SHOULDER["left"], 0] for share in (0, 0.5, 1)
    ]
    assert places == pytest.approx([0.0] * 3, abs=1e-6)


def test_a_body_that_comes_to_rest_on_other_parts_passes_smoothly_from_one_to_the_other():
    prone = Figure(lean=84.0, hip=180.0, knee=174.0, ankle=170.0, rests=("hip", "knee"))
    plank = Figure(lean=72.0, hip=178.0, knee=160.0, shoulder=67.0, elbow=85.0, rests=("elbow", "knee"))
    heights = [
        between(tilted(prone), tilted(plank), share, "knee")[lm.HIP["left"], 1] for share in np.linspace(0, 1, 11)
    ]
    assert np.all(np.diff(heights) > 0) and np.max(np.diff(heights)) < 2.0


def test_a_raised_leg_is_the_left_one_until_the_figure_is_mirrored():
    lifted = tilted(Figure(lean=82.0, hip=(188.0, 98.0), shoulder=172.0))
    left, right = (landmarks_cm(lifted, "heel")[lm.ANKLE[side], 1] for side in lm.SIDES)
    assert left > right + 60
    left, right = (landmarks_cm(lifted.mirrored(), "heel")[lm.ANKLE[side], 1] for side in lm.SIDES)
    assert right > left + 60


def test_a_body_that_cannot_rest_on_what_it_names_is_an_error():
    with pytest.raises(ValueError, match="hip and wrist"):
        tilted(Figure(lean=90.0, shoulder=-26.0, elbow=120.0, rests=("hip", "wrist")))


def test_the_thigh_of_a_standing_body_points_down_and_the_toes_point_where_it_looks():
    cm = landmarks_cm(Figure(), "heel")
    assert cm[lm.HIP["left"], 1] - cm[lm.KNEE["left"], 1] == pytest.approx(THIGH * 170, abs=0.1)
    assert cm[lm.TOE["left"], 0] < cm[lm.HEEL["left"], 0] and cm[lm.NOSE, 0] < cm[lm.EARS["left"], 0]


@pytest.mark.parametrize("curl", [40.0, -40.0])
def test_a_curled_body_stays_on_hands_and_knees_and_looks_where_its_chest_looks(curl):
    curled = tilted(replace(KNEELING, lean=84.0 - curl / 2, hip=96.0 + curl / 2, curl=curl))
    cm, straight = (landmarks_cm(figure, "wrist") for figure in (curled, tilted(KNEELING)))
    for pair, part in ((lm.WRIST, "wrist"), (lm.KNEE, "knee")):
        assert cm[pair["left"], 1] == pytest.approx(CONTACT_CM[part], abs=0.1)
    assert length_cm(cm, lm.SHOULDER, lm.HIP) < length_cm(straight, lm.SHOULDER, lm.HIP) - 1.0
    nose, ear = cm[lm.NOSE] - cm[lm.EARS["left"]], straight[lm.NOSE] - straight[lm.EARS["left"]]
    assert np.sign(nose[0] - ear[0]) == np.sign(curl)  # a rounded back turns the face to the knees
