"""Warrior at the wall: hinged at the hips, trunk level, fingertips on the wall, one straight leg lifted level behind.

The progression is how far the lifted thigh has turned back from the vertical, as in the bird dog.
"""

from __future__ import annotations

import math
from dataclasses import replace

from posecoach.core.body.body import Body
from posecoach.core.body.figure import Figure
from posecoach.core.body.guides import LEG, Pitch
from posecoach.core.body.landmarks import Side
from posecoach.core.body.limbs import STRETCHED_DEG, both_known, lower, most_raised_thigh, raised_arm, thigh_back
from posecoach.core.exercise.bands import Band, PoseCondition
from posecoach.core.exercise.exercise import Check, Example, Exercise, Measure, Prescription, each_side
from posecoach.core.exercise.progression import Progression
from posecoach.translation import N_

LEG_LEVEL_DEG = 17.0
"""Level is 0; at 17 degrees the foot is 25 cm lower: clearly too low, and more than balance needs."""
TRUNK_LEVEL_DEG = 24.0
"""A level trunk reads 2 to 12 degrees from hip to shoulder on the sample bodies; with a sixth of a right angle more
the person stands up."""


def leg_level(body: Body, side: Side) -> float:
    """Pitch of the stretched leg in degrees, 0 = level; NaN while its knee is bent."""
    return body.leg(side) if body.knee(side) >= STRETCHED_DEG else math.nan


def standing_leg(body: Body) -> float:
    """Pitch of the steeper leg in degrees, -90 = upright; NaN while only a lifted leg is seen."""
    legs = body.leg("left"), body.leg("right")
    steepest = lower(*legs)
    return steepest if both_known(*legs) or steepest < STANDING_DEG else math.nan


STANDING_DEG = -60.0
"""A leg that carries a standing body is steeper than this; on hands and knees hip and ankle make 35 to 50 degrees."""


_START = Figure(lean=82.0, hip=98.0, knee=177.0, shoulder=172.0, rests=("heel",))
_OUT = replace(_START, hip=(188.0, 98.0), knee=(176.0, 177.0))

WARRIOR_WALL = Exercise(
    id="warrior_wall",
    title=N_("Warrior at the wall"),
    sided=True,
    prescription=Prescription(
        start=N_(
            "Stand 3 feet (90 cm) from a wall, feet hip-width apart. Hinge forward at the hips, fingertips on the "
            "wall, trunk level, legs upright."
        ),
        start_cue=N_("Lean forward, fingertips on the wall."),
        movement=N_("Lift one straight leg behind you until it is level. Hold, lower it, then the other leg."),
        movement_cue=N_("Lift one straight leg behind you."),
        source=N_("Lower-back exercise sheet: warrior at the wall, right leg, then left, a chosen time each"),
        camera=N_("From the side, at hip height, wall, hands and the lifted foot in the picture."),
        hold_s=None,
        reps=3,
    ),
    measures=(
        *each_side("thigh_back_{leg}", N_("leg"), "deg", thigh_back),
        *each_side("lifted_leg_{leg}", N_("leg"), "deg", leg_level, Pitch(LEG, headwards=False)),
        Measure("most_raised_thigh", N_("thighs"), "deg", most_raised_thigh),
        Measure("standing_leg", N_("standing leg"), "deg", standing_leg),
        Measure("raised_arm", N_("arms"), "deg", raised_arm),
    ),
    # Face down, hinged, on an upright leg.
    posture=PoseCondition(
        (("face_up", Band(high=-0.4)), ("trunk_pitch", Band(-30.0, 62.0)), ("standing_leg", Band(high=STANDING_DEG)))
    ),
    start=PoseCondition(
        (
            ("most_raised_thigh", Band(-30.0, 25.0)),
            ("trunk_pitch", Band(-30.0, 58.0)),
            ("standing_leg", Band(high=STANDING_DEG)),
        )
    ),
    targets=(PoseCondition((("thigh_back_{leg}", Band(low=30.0)),)),),
    # Fingertips on the wall: the arms reach forward. With hanging arms it is another exercise.
    distinguishing=(PoseCondition((("raised_arm", Band(low=-45.0)),)),),
    progression=Progression("thigh_back_{leg}", leave_start=12.0, min_attempt=30.0, jitter=3.0),
    checks=(
        Check(
            "trunk_high",
            "trunk_pitch",
            Band(high=TRUNK_LEVEL_DEG, margin=2.0),
            N_("Lower your chest a little"),
            N_("Trunk {value} up: hinge further until your back is level."),
            N_("The prescription asks for a level back; an upright trunk arches the lower back when the leg lifts."),
            praise=N_("Back level now."),
        ),
        Check(
            "standing_knee_bent",
            "knee_{other}",
            Band(low=161.0, margin=3.0),
            N_("Straighten your standing leg"),
            N_("Standing knee bent to {value}: straighten it."),
            N_("The standing leg must be upright and straight; a straight one reads 172 to 178."),
            praise=N_("Standing leg straight now."),
        ),
        Check(
            "lifted_knee_bent",
            "knee_{leg}",
            Band(low=152.0, margin=3.0),
            N_("Straighten the lifted leg"),
            N_("Lifted knee bent to {value}: stretch the leg out."),
            N_("A bent knee hides how low the thigh is; a straight one reads above 170."),
            praise=N_("Lifted leg straight now."),
        ),
        Check(
            "leg_low",
            "lifted_leg_{leg}",
            Band(low=-LEG_LEVEL_DEG, margin=2.0),
            N_("Lift your leg a little"),
            N_("Leg {off} too low: lift it until it is level."),
            N_("Level is the prescribed height."),
            needs="lifted_knee_bent",
            praise=N_("Leg level now."),
        ),
    ),
    displayed=("lifted_leg_{leg}", "trunk_pitch"),
    example_start={
        "thigh_back_left": 3.0,
        "thigh_back_right": 3.0,
        "most_raised_thigh": 3.0,
        "standing_leg": -88.0,
        "raised_arm": 2.0,
        "trunk_pitch": 8.0,
        "face_up": -1.0,
        "knee_left": 177.0,
        "knee_right": 177.0,
        "lifted_leg_left": -87.0,
        "lifted_leg_right": -87.0,
    },
    example_good={"thigh_back_left": 89.0, "most_raised_thigh": 89.0, "lifted_leg_left": 1.0, "knee_left": 174.0},
    example_faults=(
        Example({"lifted_leg_left": -33.0}, frozenset({"leg_low"}), replace(_OUT, hip=(155.0, 98.0))),
        Example(
            {"trunk_pitch": 40.0},
            frozenset({"trunk_high"}),
            replace(_OUT, lean=50.0, hip=(220.0, 130.0), shoulder=140.0),
        ),
        Example(
            {"knee_right": 149.0},
            frozenset({"standing_knee_bent"}),
            replace(_OUT, hip=(188.0, 83.0), knee=(176.0, 149.0), ankle=(90.0, 74.0)),
        ),
        Example({"knee_left": 131.0}, frozenset({"lifted_knee_bent"}), replace(_OUT, knee=(131.0, 177.0))),
    ),
    figure_start=_START,
    figure_good=_OUT,
)
