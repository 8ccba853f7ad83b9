"""The simulator: the measures read off its figures what the figures are, from any side, and always the same."""

from dataclasses import replace

import numpy as np
import pytest

from posecoach.core.body.figure import Figure
from posecoach.core.exercise.exercise import Example
from posecoach.core.exercise.measures import Measurer
from posecoach.core.judging.view_quality import view_deg
from posecoach.exercises.registry import BUILT_IN
from posecoach.exercises.simulation.script import attempt, longest_s, still
from posecoach.exercises.simulation.simulator import View, film
from posecoach.exercises.simulation.trials import trials
from posecoach.exercises.simulation.tryout import run
from posecoach.exercises.testing import check

SUPINE = Figure(lean=-90.0, hip=130.0, knee=90.0, shoulder=20.0, elbow=150.0, rests=("shoulder", "hip"))
EXERCISES = {exercise.id: exercise for exercise in BUILT_IN}
BRIDGE = EXERCISES["bridge"]


def last_values(view, figure=SUPINE):
    measure, values = Measurer(height_cm=view.height_cm), {}
    for _, pose in film(still(figure, 2.0), view):
        _, values = measure(pose)
    return values


@pytest.mark.parametrize("near", ["left", "right"])
@pytest.mark.parametrize("noise_px", [0.0, 1.0])
def test_the_measures_read_the_joint_angles_of_the_figure(near, noise_px):
    """To 4.5 degrees where the hip is one end: the estimator's hip point lies 2 cm in front, as on real bodies."""
    values = last_values(View(near=near, noise_px=noise_px))
    for key, angle in (("hip", 130.0), ("knee", 90.0), ("elbow", 150.0), ("shoulder", 20.0)):
        assert values[f"{key}_{near}"] == pytest.approx(angle, abs=4.5), key


def test_a_taller_body_is_seen_taller_and_measured_so():
    assert last_values(View(height_cm=150.0))["knee_left"] == pytest.approx(90.0, abs=4.5)


def test_the_same_film_has_the_same_noise_and_another_seed_another():
    a, b, c = (film(still(SUPINE, 1.0), View(seed=seed))[3][1].xy for seed in (1, 1, 2))
    assert np.array_equal(a, b) and not np.array_equal(a, c)


def test_a_turned_camera_sees_the_body_turned():
    (_, side), (_, turned) = (film(still(SUPINE, 1.0), View(yaw_deg=yaw, noise_px=0.0))[0] for yaw in (0.0, 20.0))
    assert view_deg(side) == pytest.approx(0.0, abs=1.0)
    assert view_deg(turned) == pytest.approx(20.0, abs=3.0)


def test_a_faster_tempo_shortens_the_way_and_not_the_hold():
    usual, fast = (attempt(SUPINE, SUPINE, 5.0, tempo=tempo).end_s for tempo in (1.0, 2.0))
    assert usual - fast == pytest.approx((1.4 + 2.2) / 2)


def test_a_hold_is_as_long_as_the_checks_allow():
    assert {one.id: longest_s(one) for one in BUILT_IN} == {
        "bridge": 11.0,
        "double_knee_lift": 3.5,
        "leg_lift": 6.0,
        "press_up": 6.0,
        "bird_dog": 6.0,
        "warrior_wall": 6.0,
    }


def test_faults_of_time_are_tried_without_an_example():
    assert [trial.name for trial in trials(BRIDGE)] == ["good", "hips_low", "hips_high", "lowered_fast", "short_hold"]
    assert "held_too_long" in [trial.name for trial in trials(EXERCISES["double_knee_lift"])]


def test_a_fault_without_a_figure_is_tried_on_its_values_and_that_is_said():
    low, high = BRIDGE.example_faults
    rows = run(replace(BRIDGE, example_faults=(replace(low, figure=None), high)))
    (row,) = (row for row in rows if row.name == "hips_low")
    assert (row.named, row.problem, row.note) == (("hips_low",), "", "no figure shows it: values only")


def test_a_figure_that_breaks_no_band_fails_the_check_by_name():
    low, high = BRIDGE.example_faults
    broken = replace(BRIDGE, example_faults=(replace(low, figure=BRIDGE.figure_good), high))
    with pytest.raises(AssertionError, match="hips_low: hips_low is not named"):
        check(broken, others=())


def test_a_fault_named_beside_the_one_that_was_meant_fails_the_check_with_its_number():
    arched = replace(BRIDGE.example_faults[1], faults=frozenset({"hips_low"}))
    broken = replace(BRIDGE, example_faults=(arched, *BRIDGE.example_faults))
    with pytest.raises(AssertionError, match="hips_low is not named"):
        check(broken, others=())


def test_an_attempt_that_is_not_counted_is_explained_by_the_band_and_what_the_figure_reads():
    with pytest.raises(AssertionError, match=r"counted 0 times.*'hip_line' reads \d+\.\d, which is not at least 138"):
        check(replace(BRIDGE, figure_good=replace(BRIDGE.figure_good, hip=130.0)), others=())


def test_an_exercise_that_counts_another_ones_movement_fails_the_check():
    twin = replace(BRIDGE, id="twin")
    with pytest.raises(AssertionError, match=r"bridge instead: Bridge is counted as Bridge"):
        check(twin)


def test_values_without_a_figure_that_break_no_band_are_said_to_do_so():
    rows = run(replace(BRIDGE, example_faults=(*BRIDGE.example_faults, Example({}, frozenset({"hips_low"})))))
    assert ["hips_low is not named" in row.problem for row in rows if row.note] == [True]
