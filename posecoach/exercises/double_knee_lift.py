"""Double-knee lifts: on the back, knees to the chest, legs out straight a few inches up for at most 5 s, and back.

A sequence: feet down, knees to the chest, legs out, chest, feet down. The progression is the angle of the knees. The
waypoint is the pose with the knees drawn up: without it the feet only slid along the floor.
"""

from __future__ import annotations

from dataclasses import replace

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body
from posecoach.core.body.figure import Figure
from posecoach.core.body.guides import LEG, Bend, Height, bent_more
from posecoach.core.body.limbs import least_knee, near_heel, straightest_knee
from posecoach.core.exercise.bands import Band, PoseCondition
from posecoach.core.exercise.exercise import HOLD_S, Check, Example, Exercise, Measure, Prescription
from posecoach.core.exercise.progression import Progression
from posecoach.translation import N_

FEW_INCHES_CM = Band(3.5, 22.0, margin=1.0)
"""A few inches are 5 to 15 cm. The heel is accurate to about 2.5 cm when it was never seen at rest, so 1.5 cm less are
allowed; the upper limit is clearly another height."""
LONGEST_S = 5.0
LONGEST_TOLERANCE_S = 0.5
"""The start and the end of a hold are accurate to 0.3 s each at best."""


def near_hip(body: Body) -> float:
    """Hip angle of the near side in degrees."""
    return body.hip(body.near)


_START = Figure(lean=-90.0, hip=122.0, knee=62.0, ankle=None, rests=("shoulder", "hip"))
_CHEST = replace(_START, hip=64.0, ankle=110.0)
_OUT = replace(_CHEST, hip=170.0, knee=176.0)

DOUBLE_KNEE_LIFT = Exercise(
    id="double_knee_lift",
    title=N_("Double-knee lifts"),
    prescription=Prescription(
        start=N_("Lie on your back, knees bent, feet hip-width apart on the floor."),
        start_cue=N_("On your back, feet on the floor."),
        movement=N_(
            "Draw your knees slowly to the chest, then stretch the legs out straight, feet a few inches (5-15 cm) "
            "off the floor, for 5 seconds at most. Knees back to the chest, feet down."
        ),
        movement_cue=N_("Knees to your chest, then stretch."),
        source=N_("Lower-back exercise sheet: the stretched hold lasts no more than 5 seconds, less if it hurts"),
        camera=N_("From the side, low, the whole body with stretched legs in the picture."),
        hold_s=None,
        reps=5,
    ),
    measures=(
        Measure("straightest_knee", N_("knees"), "deg", straightest_knee),
        Measure("least_knee", N_("knees"), "deg", least_knee, Bend(*LEG, whose=bent_more)),
        Measure("near_hip", N_("hips"), "deg", near_hip),
        Measure("near_heel", N_("heels"), "cm", near_heel, Height(lm.HEEL)),
    ),
    # Lying face up, the pelvis on the floor: a person who pushes the hips up or sits up does something else.
    posture=PoseCondition((("face_up", Band(low=0.0)), ("trunk_pitch", Band(-22.0, 25.0)))),
    start=PoseCondition(
        (("straightest_knee", Band(35.0, 115.0)), ("near_hip", Band(92.0, 155.0)), ("trunk_pitch", Band(-20.0, 20.0)))
    ),
    # Knees at the chest: the thighs past the vertical.
    waypoint=PoseCondition((("near_hip", Band(high=85.0)), ("straightest_knee", Band(high=115.0)))),
    # Both legs out: with one leg still drawn up it is a dead bug.
    targets=(PoseCondition((("least_knee", Band(low=112.0)), ("near_hip", Band(low=118.0)))),),
    progression=Progression("straightest_knee", leave_start=15.0, min_attempt=35.0, jitter=2.5),
    checks=(
        Check(
            "held_too_long",
            HOLD_S,
            Band(high=LONGEST_S + LONGEST_TOLERANCE_S),
            N_("Knees back to your chest"),
            N_("Held for {value}: no more than 5 seconds, bring your knees back."),
            N_("The stretched hold loads the lower back; the prescription allows 5 seconds at most."),
            unit="s",
            patience_s=0.0,
            warn=(4.0, N_("Almost 5 seconds: knees to chest")),
        ),
        Check(
            "knees_bent",
            "least_knee",
            Band(low=155.0, margin=3.0),
            N_("Straighten your knees"),
            N_("Knees bent to {value}: stretch your legs out."),
            N_("The prescription asks for straight legs."),
            view_limit_deg=45.0,
            praise=N_("Legs straight now."),
        ),
        Check(
            "feet_too_high",
            "near_heel",
            Band(high=FEW_INCHES_CM.high, margin=1.0),
            N_("Lower your feet a little"),
            N_("Feet {value} high: keep them 5 to 15 cm off the floor."),
            N_("A few inches are enough; higher is another exercise."),
            unit="cm",
            view_limit_deg=40.0,
            praise=N_("Feet low enough now."),
        ),
        Check(
            "feet_down",
            "near_heel",
            Band(low=FEW_INCHES_CM.low, margin=0.7),
            N_("Keep your feet off the floor"),
            N_("Feet on the floor: keep them 5 to 15 cm above it."),
            N_("Feet that rest on the floor do not train the belly muscles."),
            unit="cm",
            view_limit_deg=35.0,
            praise=N_("Feet up now."),
        ),
    ),
    displayed=("near_heel",),
    example_start={
        "straightest_knee": 69.0,
        "least_knee": 68.0,
        "near_hip": 122.0,
        "near_heel": 0.0,
        "trunk_pitch": -4.0,
        "face_up": 1.0,
    },
    example_good={
        "straightest_knee": 177.0,
        "least_knee": 175.0,
        "near_hip": 174.0,
        "near_heel": 9.0,
        "trunk_pitch": -5.0,
        "face_up": 1.0,
    },
    example_waypoint={"straightest_knee": 63.0, "least_knee": 62.0, "near_hip": 64.0, "near_heel": 38.0},
    example_faults=(
        Example({"near_heel": 40.0}, frozenset({"feet_too_high"}), replace(_OUT, hip=148.0)),
        Example({"near_heel": 1.0}, frozenset({"feet_down"}), replace(_OUT, hip=178.0)),
        Example({"least_knee": 135.0}, frozenset({"knees_bent"}), replace(_OUT, hip=148.0, knee=135.0)),
    ),
    figure_start=_START,
    figure_waypoint=_CHEST,
    figure_good=_OUT,
)
