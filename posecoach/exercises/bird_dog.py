"""Bird dog: on hands and knees, one arm out in front and the opposite leg out behind, both level with the back.

The progression is how far the thigh has turned back from the vertical: 0 on hands and knees, 90 when the leg is
level. It also shows which leg is raised, and so the side.
"""

from __future__ import annotations

import math
from dataclasses import replace

from posecoach.core.body.body import Body
from posecoach.core.body.figure import Figure
from posecoach.core.body.guides import ARM, LEG, Pitch, higher_arm
from posecoach.core.body.landmarks import Side, opposite
from posecoach.core.body.limbs import (
    STRETCHED_DEG,
    UPRIGHT_DEG,
    arms_apart,
    both_known,
    likely_knee,
    lower,
    most_raised_thigh,
    raised_arm,
    supporting_arm,
    supporting_thigh,
    thigh_back,
)
from posecoach.core.exercise.bands import Band, PoseCondition
from posecoach.core.exercise.exercise import Check, Example, Exercise, Measure, Prescription, each_side
from posecoach.core.exercise.progression import Progression
from posecoach.translation import N_

LEVEL_DEG = 14.0
"""Level with the back is 0; 14 degrees allow foot or hand an error of more than its own size (leg: 20 cm). Good legs
of the sample bodies read -2 to 6, with the camera turned by up to 23 degrees."""
BACK_PITCH_DEG = 6.0
"""Usual pitch of a level back from hip to shoulder joint: arms are longer than thighs (sample bodies: 6)."""
KNEELING_DEG = 140.0
"""A knee on the floor is bent to about 90 degrees, that of a standing leg to 150 at most."""
ARM_LEVEL_DEG = 22.0
"""An arm may hang a little further: head and shoulder hide it, and stiff shoulders limit it."""


def level_leg(body: Body) -> float:
    """Pitch in the picture, in degrees, of a leg that is level with a level back.

    A camera that looks down on a body turned away from it sees level lines tilted, the back as well as the leg. Half
    of the difference between the back's pitch and its usual pitch counts as this tilt.
    """
    return (BACK_PITCH_DEG - body.trunk_pitch()) / 2


def leg_level(body: Body, side: Side) -> float:
    """Pitch of the stretched leg in degrees, 0 = level with a level back; NaN while its knee is bent."""
    return body.leg(side) - level_leg(body) if body.knee(side) >= STRETCHED_DEG else math.nan


def kneeling_knee(body: Body) -> float:
    """Angle in degrees of the knee on the floor; NaN while nothing is known of the leg beside a stretched one."""
    knees = likely_knee(body, "left"), likely_knee(body, "right")
    least = lower(*knees)
    return least if both_known(*knees) or least < KNEELING_DEG else math.nan


def same_side(body: Body, side: Side) -> float:
    """Degrees by which the arm on the side of the raised leg is higher than the other arm."""
    return body.arm(side) - body.arm(opposite(side))


_START = Figure(lean=84.0, hip=96.0, knee=90.0, ankle=170.0, shoulder=92.0, elbow=160.0, rests=("wrist", "knee"))
_OUT = replace(_START, hip=(186.0, 96.0), knee=(176.0, 90.0), shoulder=(92.0, 174.0), elbow=(160.0, 175.0))
_DOWN = replace(_OUT, lean=110.0, hip=(159.0, 69.0), shoulder=(31.0, 201.0), elbow=(70.0, 175.0))

_ONE_ARM_DOWN = ("supporting_arm", Band(high=-20.0))

BIRD_DOG = Exercise(
    id="bird_dog",
    title=N_("Bird dog"),
    sided=True,
    prescription=Prescription(
        start=N_("Go on your hands and knees, hands under the shoulders, knees under the hips."),
        start_cue=N_("On your hands and knees."),
        movement=N_(
            "Stretch one arm out in front and the opposite leg out behind, level with your back. Hold, then "
            "change sides."
        ),
        movement_cue=N_("Stretch one arm and the opposite leg."),
        source=N_(
            "Lower-back exercise sheet: opposite arm and leg, 30 seconds or as long as possible, 10 on each side"
        ),
        camera=N_("From the side, at the height of your back, hands and feet in the picture when stretched out."),
        hold_s=30.0,
        reps=10,
    ),
    measures=(
        *each_side("thigh_back_{leg}", N_("leg"), "deg", thigh_back),
        *each_side("same_side_{leg}", N_("arm"), "deg", same_side),
        *each_side("leg_level_{leg}", N_("leg"), "deg", leg_level, Pitch(LEG, headwards=False, level=level_leg)),
        Measure("most_raised_thigh", N_("thighs"), "deg", most_raised_thigh),
        Measure("arms_apart", N_("arms"), "deg", arms_apart),
        Measure("kneeling_knee", N_("supporting knee"), "deg", kneeling_knee),
        Measure("supporting_arm", N_("supporting arm"), "deg", supporting_arm),
        Measure("raised_arm", N_("stretched arm"), "deg", raised_arm, Pitch(ARM, whose=higher_arm)),
        Measure("supporting_thigh", N_("supporting leg"), "deg", supporting_thigh),
    ),
    # On hands and knees: trunk about level, face down, one thigh upright, one knee bent. A plank has no upright thigh,
    # a standing person who leans on a wall no bent knee.
    posture=PoseCondition(
        (
            ("trunk_pitch", Band(-45.0, 45.0)),
            ("supporting_thigh", Band(high=UPRIGHT_DEG)),
            ("kneeling_knee", Band(high=KNEELING_DEG)),
            ("face_up", Band(high=0.0)),
        )
    ),
    start=PoseCondition(
        (
            ("most_raised_thigh", Band(-30.0, 30.0)),
            ("trunk_pitch", Band(-40.0, 40.0)),
            ("supporting_arm", Band(high=-40.0)),
        )
    ),
    targets=(PoseCondition((("thigh_back_{leg}", Band(low=40.0)),)),),
    # One arm carries the body. With both hands down and the knee bent it is a donkey kick; with the leg on its toes the
    # person goes into a plank.
    distinguishing=(
        PoseCondition((("arms_apart", Band(low=10.0)), _ONE_ARM_DOWN)),
        PoseCondition((("knee_{leg}", Band(low=150.0)), ("thigh_back_{leg}", Band(low=72.0)), _ONE_ARM_DOWN)),
    ),
    # A leg alone is another movement, unless the person does bird dogs already.
    recognised_by=(PoseCondition((("arms_apart", Band(low=10.0)),)),),
    recognised_once=True,
    progression=Progression("thigh_back_{leg}", leave_start=15.0, min_attempt=35.0, jitter=3.0),
    checks=(
        Check(
            "same_side",
            "same_side_{leg}",
            Band(high=25.0, margin=5.0),
            N_("Raise the opposite arm"),
            N_("Arm and leg are on the same side: stretch out the opposite arm."),
            N_("Opposite arm and leg balance each other; the same side tips the trunk over."),
            view_limit_deg=40.0,
            praise=N_("Opposite arm now."),
        ),
        Check(
            "back_not_level",
            "trunk_pitch",
            Band(-7.0, 27.0, margin=2.0),
            N_("Bring your back level"),
            N_("Back tilted to {value}: bring shoulders and hips to one height."),
            N_("The back must stay level like a table. At rest the pose model reads 2 to 16 degrees on a level back."),
            view_limit_deg=30.0,
            praise=N_("Back level now."),
        ),
        Check(
            "knee_bent",
            "knee_{leg}",
            Band(low=146.0, margin=3.0),
            N_("Straighten the raised leg"),
            N_("Knee bent to {value}: stretch the leg out behind."),
            N_("The leg must reach far behind the body; a straight knee reads above 165."),
            view_limit_deg=45.0,
            praise=N_("Leg straight now."),
        ),
        Check(
            "leg_high",
            "leg_level_{leg}",
            Band(high=LEVEL_DEG, margin=2.0),
            N_("Lower your leg a little"),
            N_("Leg {off} too high: bring it level with your back."),
            N_("A leg above the back's line arches the lower back."),
            view_limit_deg=35.0,
            needs="knee_bent",
            praise=N_("Leg level now."),
        ),
        Check(
            "leg_low",
            "leg_level_{leg}",
            Band(low=-LEVEL_DEG, margin=2.0),
            N_("Lift your leg a little"),
            N_("Leg {off} too low: lift it level with your back."),
            N_("Level with the back is the prescribed height."),
            view_limit_deg=40.0,
            needs="knee_bent",
            praise=N_("Leg level now."),
        ),
        Check(
            "arm_low",
            "raised_arm",
            Band(low=-ARM_LEVEL_DEG, margin=3.0),
            N_("Reach your arm up level"),
            N_("Arm {off} too low: reach it out in front, level with your back."),
            N_("Level with the back is the prescribed height."),
            view_limit_deg=30.0,
            praise=N_("Arm level now."),
        ),
    ),
    displayed=("leg_level_{leg}", "raised_arm"),
    example_start={
        "most_raised_thigh": 2.0,
        "thigh_back_left": 2.0,
        "thigh_back_right": 2.0,
        "trunk_pitch": 7.0,
        "supporting_thigh": 2.0,
        "same_side_left": 0.0,
        "same_side_right": 0.0,
        "raised_arm": -66.0,
        "supporting_arm": -68.0,
        "kneeling_knee": 90.0,
        "arms_apart": 2.0,
        "face_up": -0.35,
        "knee_left": 90.0,
        "knee_right": 90.0,
        "leg_level_left": -42.0,
        "leg_level_right": -42.0,
    },
    example_good={
        "most_raised_thigh": 90.0,
        "thigh_back_left": 90.0,
        "thigh_back_right": 2.0,
        "trunk_pitch": 7.0,
        "supporting_thigh": 2.0,
        "same_side_left": -65.0,
        "raised_arm": 2.0,
        "supporting_arm": -66.0,
        "arms_apart": 68.0,
        "face_up": -0.35,
        "knee_left": 174.0,
        "leg_level_left": 2.0,
    },
    example_faults=(
        Example({"raised_arm": -45.0}, frozenset({"arm_low"}), replace(_OUT, shoulder=(92.0, 130.0))),
        Example({"leg_level_left": -28.0}, frozenset({"leg_low"}), replace(_OUT, hip=(158.0, 96.0))),
        Example({"leg_level_left": 32.0}, frozenset({"leg_high"}), replace(_OUT, hip=(218.0, 96.0))),
        Example(
            {"same_side_left": 60.0},
            frozenset({"same_side"}),
            replace(_OUT, shoulder=(174.0, 92.0), elbow=(175.0, 160.0)),
        ),
        Example({"knee_left": 128.0}, frozenset({"knee_bent"}), replace(_OUT, knee=(128.0, 90.0))),
        Example({"trunk_pitch": -21.0}, frozenset({"back_not_level"}), _DOWN),
    ),
    figure_start=_START,
    figure_good=_OUT,
)
