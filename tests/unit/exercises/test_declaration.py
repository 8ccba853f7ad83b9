"""A mistake in a declaration is found before anybody moves, and said with its remedy."""

from dataclasses import replace

import pytest

from posecoach.core.body import Figure
from posecoach.core.exercise import Band, Example, Measure, PoseCondition, Progression
from posecoach.exercises.declaration import mistakes
from posecoach.exercises.registry import BUILT_IN

EXERCISES = {exercise.id: exercise for exercise in BUILT_IN}
BRIDGE, BIRD_DOG = EXERCISES["bridge"], EXERCISES["bird_dog"]
CHECK = BRIDGE.checks[0]


def with_check(**changes):
    return {"checks": (replace(CHECK, **changes), *BRIDGE.checks[1:])}


def pose(key, **band):
    return PoseCondition(((key, Band(**band)),))


@pytest.mark.parametrize("exercise", BUILT_IN, ids=lambda e: e.id)
def test_the_six_have_no_mistakes_beside_one_another(exercise):
    assert mistakes(exercise, [other for other in BUILT_IN if other is not exercise]) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "Bridge!"}, "'Bridge!' is not a valid id or code"),
        ({"id": "try"}, "'try' means something else"),
        (with_check(code="hips_low"), "Two checks have the code 'hips_low'"),
        (
            with_check(measure="hip_lime"),
            "no measure 'hip_lime', which the check 'hips_high' names: did you mean 'hip_line'?",
        ),
        ({"start": pose("elbow_angle", low=3)}, "no measure 'elbow_angle', which start names"),
        ({"displayed": ("knee_{leg}",)}, "set sided=True, or name the side"),
        ({"posture": pose("hip_line", low=3, high=2)}, "No value lies in the band of 'hip_line', 3 to 2"),
        (
            with_check(band=Band(190, 192, margin=2)),
            "No value lies in the band of 'hips_high', 190 to 192 with a margin",
        ),
        (with_check(band=Band(high=150.0)), "'hips_high' and 'hips_low' contradict each other: no value of 'hip_line'"),
        ({"progression": Progression("hip_line", 20.0, 15.0, 1.0)}, "0 < leave_start < min_attempt"),
        ({"example_start": BRIDGE.example_good}, "example_start is not in the start pose"),
        ({"example_good": BRIDGE.example_start}, "'hip_line' must grow by min_attempt"),
        ({"example_good": {"hip_line": 200.0, "trunk_pitch": -30.0}}, "example_good has the fault 'hips_high'"),
        ({"example_good": {"hip_line": 175.0, "trunk_pitch": 30.0}}, "example_good is in no target pose"),
        ({"prescription": replace(BRIDGE.prescription, source=" ")}, "The prescription's source is empty"),
        ({"prescription": replace(BRIDGE.prescription, reps=0)}, "reps of 1 or more"),
        (with_check(say="one two three four five six seven eight"), "more than 7 words"),
        (with_check(praise="Now your hips are level."), 'praise "Now your hips are level." has more than 4 words'),
        (with_check(why=""), "'hips_high' lacks say or why"),
        (with_check(unit="m"), "has the unit 'm': use deg, cm, s"),
        (with_check(cue="{valeu} high."), "The cue of 'hips_high' may have {off} and {value}"),
        ({"figure_good": None}, "The example pose figure_good is missing: add figure_good=Figure(...)"),
        ({"waypoint": pose("hip_line", high=90)}, "The example pose figure_waypoint is missing"),
        ({"example_faults": BRIDGE.example_faults[:1]}, "The check 'hips_high' has no example"),
        (
            {"example_faults": (*BRIDGE.example_faults, Example({}, frozenset({"x"})))},
            "has the fault 'x', which no check",
        ),
        (
            {"figure_start": Figure(lean=90.0, shoulder=-26.0, elbow=120.0, rests=("hip", "wrist"))},
            "A figure cannot be laid down",
        ),
    ],
)
def test_a_mistake_is_said_with_its_remedy(changes, said):
    found = [mistake.text for mistake in mistakes(replace(BRIDGE, **changes))]
    assert any(said in text for text in found), found
    assert all(text.endswith((".", "?")) for text in found)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": 7}, "id must be a text, not 7: correct it."),
        ({"title": 5}, "title must be a text, not 5: correct it."),
        ({"checks": None}, "checks must be a tuple, not None: correct it."),
        ({"displayed": "hip_line"}, "displayed must be a tuple, not 'hip_line': correct it."),
        ({"prescription": None}, "prescription must be of the type Prescription, not None: correct it."),
        (with_check(band=3), "checks[0].band must be of the type Band, not 3: correct it."),
        (with_check(during="later"), "checks[0].during must be one of moving, hold, end, not 'later': correct it."),
        (with_check(warn=(1.0,)), "checks[0].warn must have 2 parts, not (1.0,): correct it."),
        ({"start": pose("hip_line", low="3")}, "start.bands[0][1].low must be a number, not '3': correct it."),
        ({"figure_start": Figure(hip="3")}, "figure_start.hip must be a number, not '3': correct it."),
        ({"example_good": {"hip_line": None}}, "example_good['hip_line'] must be a number, not None: correct it."),
        (
            {"measures": (Measure("odd", "odd", "deg", 3), *BRIDGE.measures)},
            "measures[0].read must be a function, not 3: correct it.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_value_of_a_wrong_type_is_named_by_its_place(changes, said):
    (mistake,) = mistakes(replace(BRIDGE, **changes))
    assert mistake.text == said
    assert mistake.mark in [f"{key}=" for key in changes]


def test_a_time_without_seconds_is_a_mistake():
    found = mistakes(replace(BRIDGE, checks=(*BRIDGE.checks[:3], replace(BRIDGE.checks[3], unit="deg"))))
    assert ["write unit" in mistake.text for mistake in found] == [True]


def test_one_key_means_one_measure_over_all_exercises():
    other = Measure("near_elbow", "elbow", "deg", lambda body: body.knee("left"))
    (mistake,) = mistakes(replace(BRIDGE, measures=(*BRIDGE.measures, other)), BUILT_IN[1:])
    assert "'near_elbow' means something else in the exercise 'press_up'" in mistake.text
    (mistake,) = mistakes(replace(BRIDGE, measures=(*BRIDGE.measures, replace(other, key="knee_left"))))
    assert "'knee_left' means something else in every exercise" in mistake.text


def test_the_same_measure_written_once_more_elsewhere_is_none():
    again = Measure("near_elbow", "elbow", "deg", lambda body: body.angle(1, 2, 3, body.near))
    written = Measure("near_elbow", "arm", "deg", lambda body: body.angle(1, 2, 3, body.near))
    beside = replace(BIRD_DOG, measures=(again,))
    assert mistakes(replace(BRIDGE, measures=(*BRIDGE.measures, written)), [beside]) == []


def test_a_mistake_marks_the_line_where_it_is():
    (mistake,) = mistakes(replace(BRIDGE, **with_check(measure="hip_lime")))
    assert mistake.mark == '"hip_lime"'
