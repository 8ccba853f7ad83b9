"""Wall sit: the back against a wall, sliding down until the knees are bent by 45 degrees, held for 5 s.

What grows is the bend of the knees. Nobody stands with the feet in front of the shoulders without a wall: that tells it
from a squat.
"""

from __future__ import annotations

import math
from dataclasses import replace

from posecoach.core.body import SIDES, Body, Figure, Side
from posecoach.core.body import landmarks as lm
from posecoach.core.body.limbs import lower, straightest_knee
from posecoach.core.exercise import (
    HOLD_S,
    Band,
    Check,
    Example,
    Exercise,
    Measure,
    PoseCondition,
    Prescription,
    Progression,
)

PRESCRIPTION = Prescription(
    start="Stand with your back against a wall, feet a foot (30 cm) in front of it.",
    start_cue="Back against the wall, feet forward.",
    movement="Tighten your belly and slide down until your knees are bent by half a right angle. Hold, then slide up.",
    movement_cue="Slide down the wall and hold.",
    source="American Academy of Orthopaedic Surgeons, Low Back Pain Exercise Guide (there: wall squats): knees bent by "
    "45 degrees, 5 seconds",
    camera="From the side, at hip height, the whole body in the picture.",
    hold_s=5.0,
    reps=10,
)

_START = Figure(lean=0.0, hip=159.0, knee=178.0, ankle=None, rests=("heel",))
_DOWN = replace(_START, hip=135.0, knee=135.0)


def knee_bend(body: Body) -> float:
    """Degrees by which both knees are bent at least: while walking, one of them is straight."""
    return 180.0 - straightest_knee(body)


def forward(body: Body) -> float:
    """Direction in the picture in which an upright body looks: 1 to the right, -1 to the left."""
    return math.copysign(1.0, body.front(body.near).real)


def foot_ahead(body: Body, side: Side) -> float:
    """How far a foot stands in front of the shoulder, in cm."""
    way = body.point(lm.ANKLE[side]) - body.point(lm.SHOULDER[side])
    return way.real * forward(body) * body.cm_per_px[side]


def feet_ahead(body: Body) -> float:
    """How far both feet stand in front of the shoulders at least, in cm."""
    return lower(foot_ahead(body, "left"), foot_ahead(body, "right"))


def foot_lifted(body: Body) -> float:
    """How much higher one ankle is than the other, in cm."""
    left, right = (body.point(lm.ANKLE[side]).imag * body.cm_per_px[side] for side in SIDES)
    return abs(left - right)


def shank_forward(body: Body) -> float:
    """Degrees by which the near shank leans forward: the knee in front of the ankle."""
    up = body.point(lm.KNEE[body.near]) - body.point(lm.ANKLE[body.near])
    return math.degrees(math.atan2(up.real * forward(body), -up.imag))


CHECKS = (
    Check(
        "too_deep",
        "knee_bend",
        Band(high=62.0, margin=3.0),
        "Slide up a little",
        "Knees bent by {value}: slide up until they are bent by half a right angle.",
        "The guide asks for 45 degrees; the deeper, the more the kneecap is pressed. 17 are given: a knee is measured "
        "to about 4, and a limit closer than 8 to good form gives false alarms.",
    ),
    Check(
        "not_deep_enough",
        "knee_bend",
        Band(low=30.0, margin=3.0),
        "Slide down a little",
        "Knees bent by only {value}: slide down until they are bent by half a right angle.",
        "The guide asks for 45 degrees; 15 are given, as above.",
    ),
    Check(
        "back_off_wall",
        "trunk_pitch",
        Band(low=79.0, margin=2.0),
        "Back against the wall",
        "Trunk leaning at {value}: put your whole back against the wall.",
        "The wall carries the trunk only where the back touches it. Upright is 90 degrees; 11 are given.",
    ),
    Check(
        "knees_forward",
        "shank_forward",
        Band(high=12.0, margin=2.0),
        "Move your feet forward",
        "Knees {value} in front of the ankles: move your feet further from the wall.",
        "With the feet a foot away the shanks are upright at 45 degrees; knees over the toes load the kneecap.",
    ),
    Check(
        "short_hold",
        HOLD_S,
        Band(low=4.5),
        "Hold a little longer",
        "Held {value}: hold for 5 seconds next time if it does not hurt.",
        "The guide asks for 5 seconds; a tenth is allowed for counting.",
        unit="s",
        during="end",
    ),
)

WALL_SIT = Exercise(
    id="wall_sit",
    title="Wall sit",
    prescription=PRESCRIPTION,
    measures=(
        Measure("knee_bend", "knees", "deg", knee_bend),
        Measure("feet_ahead", "feet", "cm", feet_ahead),
        Measure("foot_lifted", "feet", "cm", foot_lifted),
        Measure("shank_forward", "shank", "deg", shank_forward),
    ),
    # Upright, and so far back that only a wall holds the body: a squat is balanced over the feet.
    posture=PoseCondition((("trunk_pitch", Band(low=60.0)), ("feet_ahead", Band(low=2.0)))),
    start=PoseCondition((("knee_bend", Band(high=13.0)),)),
    # Clearly bent, however deep: too deep is a fault, not another exercise.
    targets=(PoseCondition((("knee_bend", Band(low=16.0)),)),),
    # On both feet: with one lifted it is marching in place. Compared with the start: a camera that looks down sees the
    # far foot higher.
    distinguishing=(PoseCondition((), since_start=(("foot_lifted", Band(high=8.0)),)),),
    progression=Progression("knee_bend", leave_start=7.0, min_attempt=14.0, jitter=4.0),
    checks=CHECKS,
    figure_start=_START,
    figure_good=_DOWN,
    example_faults=(
        Example({}, frozenset({"too_deep"}), replace(_DOWN, hip=116.0, knee=108.0)),
        Example({}, frozenset({"not_deep_enough"}), replace(_DOWN, hip=146.0, knee=155.0)),
        Example({}, frozenset({"back_off_wall"}), replace(_DOWN, lean=18.0, hip=117.0)),
        Example({}, frozenset({"knees_forward"}), replace(_DOWN, hip=152.5)),
    ),
)
