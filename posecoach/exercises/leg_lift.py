"""Leg lift: on the back, lift both straight legs until the heels are six inches (15 cm) off the floor."""

from __future__ import annotations

import math
from dataclasses import replace

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body
from posecoach.core.body.figure import Figure
from posecoach.core.body.guides import LEG, Bend, Height, bent_more
from posecoach.core.body.landmarks import SIDES, Side, opposite
from posecoach.core.body.limbs import highest_heel, least_knee, likely_knee, near_heel, straightest_knee
from posecoach.core.exercise.bands import Band, PoseCondition
from posecoach.core.exercise.exercise import Check, Example, Exercise, Measure, Prescription, each_side
from posecoach.core.exercise.progression import Progression
from posecoach.translation import N_

SIX_INCHES_CM = Band(8.0, 23.0, margin=1.0)
"""Six inches are 15 cm. The heel's height is accurate to about 2.5 cm, and nobody holds a foot to the centimetre. Half
as high, or half as high again, is another height."""
STRAIGHT_DEG = 155.0
"""A straight leg's knee reads 170-180 from the side; 20 degrees of bend are clearly visible."""
EVEN_CM = 9.0
"""Two feet side by side differ by less than a foot's width; beyond that one leg is higher than the other."""
TOGETHER_CM = 5.0
"""Two heels that are lifted together come this much apart, by the unequal lengths in the picture."""
KICK_CM = 9.0
"""Feet that cross each other by this much, again and again, kick. Held legs wobble by 2 cm."""
ROLLED_CM = 8.0
"""A shoulder that lies on the floor does not rise above the other by more."""
LEAVES_FLOOR_CM = 3.0
"""A heel that stays on the floor seems to rise by up to 2 cm when the other leg hides it."""
OTHER_LEG_CM = 12.0
"""The far foot is measured a few centimetres wrong; this much higher it is another leg's lift."""
BENT_LEG_DEG = 120.0
"""A leg bent further than this is not lifted straight: it is drawn up, or stands on the floor."""


def foot_over_shoulder(body: Body, side: Side) -> float:
    """Height of a straight leg's foot over the shoulder in cm, where it likely is; NaN if bent.

    The foot is the middle of heel and ankle, which halves the jitter. The shoulder stays on the floor: its height needs
    no estimate of the floor, which may still change.
    """
    if not likely_knee(body, side) >= BENT_LEG_DEG:
        return math.nan
    shoulder, ankle, heel = (body.likely[joint[side]] for joint in (lm.SHOULDER, lm.ANKLE, lm.HEEL))
    return (shoulder - (heel + ankle) / 2).imag * body.cm_per_px[side]


def lifted_foot(body: Body) -> float:
    """Height of the near foot over the shoulder in cm; of the far one while that alone is straight or is lifted."""
    near, far = (foot_over_shoulder(body, side) for side in (body.near, opposite(body.near)))
    return far if math.isnan(near) or far > near + OTHER_LEG_CM else near


def heel_over_shoulder(body: Body, side: Side) -> float:
    """Height of the heel over the shoulder in cm, where the leg likely is."""
    return (body.likely[lm.SHOULDER[side]] - body.likely[lm.HEEL[side]]).imag * body.cm_per_px[side]


def heel_lead(body: Body) -> float:
    """Height of the left heel above the right one in cm, where the legs likely are."""
    return heel_over_shoulder(body, "left") - heel_over_shoulder(body, "right")


def shoulder_roll(body: Body) -> float:
    """Height of the left shoulder over the right one in cm."""
    left, right = (body.likely[lm.SHOULDER[side]] for side in SIDES)
    return (right - left).imag * body.cm_per_px[body.near]


def uneven(body: Body) -> float:
    """Difference of the two heels' heights in cm; NaN unless both are seen."""
    return abs(body.heel_cm("left") - body.heel_cm("right"))


_START = Figure(lean=-90.0, hip=178.0, knee=176.0, ankle=110.0, rests=("shoulder", "hip"))
_UP = replace(_START, hip=168.0)

LEG_LIFT = Exercise(
    id="leg_lift",
    title=N_("Leg lift"),
    prescription=Prescription(
        start=N_("Lie on your back, arms at your sides, legs straight."),
        start_cue=N_("On your back, legs straight."),
        movement=N_(
            "Lift both straight legs and keep the heels six inches (15 cm) off the floor. Lower when you must."
        ),
        movement_cue=N_("Lift both straight legs a little."),
        source=N_(
            "Lower-back exercise sheet: both legs raised six inches, held as long as can be managed, 5 to 10 times"
        ),
        camera=N_("From the side, low, the whole body from head to feet in the picture."),
        hold_s=None,
        reps=5,
    ),
    measures=(
        Measure("foot_rise", N_("feet"), "cm", lifted_foot),
        Measure("near_heel", N_("heels"), "cm", near_heel, Height(lm.HEEL)),
        Measure("highest_heel", N_("heels"), "cm", highest_heel),
        Measure("straightest_knee", N_("knees"), "deg", straightest_knee),
        Measure("shoulder_roll", N_("shoulders"), "cm", shoulder_roll),
        *each_side("heel_rise_{leg}", N_("heel"), "cm", heel_over_shoulder),
        Measure("heel_lead", N_("heels"), "cm", heel_lead),
        Measure("least_knee", N_("knees"), "deg", least_knee, Bend(*LEG, whose=bent_more)),
        Measure("heel_difference", N_("feet"), "cm", uneven),
    ),
    # Lying face up with at least one straight leg; sitting up or drawing both knees in is another movement.
    posture=PoseCondition(
        (("straightest_knee", Band(low=BENT_LEG_DEG)), ("trunk_pitch", Band(-25.0, 25.0)), ("face_up", Band(low=0.0)))
    ),
    # Both feet on the floor; the far foot, which is measured badly, up to a foot's width above it. With one leg in the
    # air it is a dead bug.
    start=PoseCondition(
        (
            ("near_heel", Band(high=3.0)),
            ("highest_heel", Band(high=12.0)),
            ("straightest_knee", Band(low=150.0)),
            ("trunk_pitch", Band(-20.0, 20.0)),
        )
    ),
    targets=(
        PoseCondition((("straightest_knee", Band(low=BENT_LEG_DEG)),), since_start=(("foot_rise", Band(low=2.0)),)),
    ),
    # Whoever rolls over lifts one shoulder.
    distinguishing=(PoseCondition((), since_start=(("shoulder_roll", Band(-ROLLED_CM, ROLLED_CM)),)),),
    # One leg alone is another exercise.
    recognised_by=(
        PoseCondition((), since_start=(("heel_lead", Band(-TOGETHER_CM, TOGETHER_CM)),)),
        PoseCondition((), since_start=tuple((f"heel_rise_{side}", Band(low=LEAVES_FLOOR_CM)) for side in SIDES)),
    ),
    kicks=("heel_lead", KICK_CM),
    # A heel at rest moves by less than 1 cm on the sample videos; feet that just leave the floor are 3 cm up.
    progression=Progression("foot_rise", leave_start=1.8, min_attempt=2.2, jitter=0.8),
    checks=(
        Check(
            "knees_bent",
            "least_knee",
            Band(low=STRAIGHT_DEG, margin=3.0),
            N_("Straighten your knees"),
            N_("Knees bent to {value}: straighten both legs, or lift them less far."),
            N_("Bent knees shorten the lever and take the work off the belly muscles that protect the back."),
            view_limit_deg=45.0,
            praise=N_("Legs straight now."),
        ),
        Check(
            "legs_uneven",
            "heel_difference",
            Band(high=EVEN_CM, margin=1.5),
            N_("Bring both feet level"),
            N_("One foot is {value} higher: bring both to the same height."),
            N_("A higher leg twists the pelvis."),
            unit="cm",
            view_limit_deg=30.0,
            praise=N_("Feet level now."),
        ),
        Check(
            "legs_too_high",
            "near_heel",
            Band(high=SIX_INCHES_CM.high, margin=1.0),
            N_("Lower your legs a little"),
            N_("Heels {off} too high: keep them six inches (15 cm) off the floor."),
            N_("Six inches is the prescribed height; higher is easier and trains less."),
            unit="cm",
            view_limit_deg=45.0,
            praise=N_("Good height now."),
        ),
        Check(
            "legs_too_low",
            "near_heel",
            Band(low=SIX_INCHES_CM.low, margin=1.0),
            N_("Lift your legs a little"),
            N_("Heels {off} too low: lift them to six inches (15 cm) off the floor."),
            N_("Six inches is the prescribed height."),
            unit="cm",
            view_limit_deg=45.0,
            praise=N_("Good height now."),
        ),
    ),
    displayed=("near_heel",),
    example_start={
        "foot_rise": -2.0,
        "near_heel": 0.0,
        "highest_heel": 0.5,
        "straightest_knee": 176.0,
        "least_knee": 175.0,
        "trunk_pitch": 0.0,
        "heel_difference": 0.5,
        "face_up": 0.4,
    },
    example_good={
        "foot_rise": 13.0,
        "near_heel": 15.0,
        "straightest_knee": 176.0,
        "least_knee": 175.0,
        "trunk_pitch": 0.0,
        "heel_difference": 1.0,
        "face_up": 0.4,
    },
    example_faults=(
        Example({"near_heel": 40.0}, frozenset({"legs_too_high"}), replace(_UP, hip=148.0)),
        Example({"near_heel": 4.0}, frozenset({"legs_too_low"}), replace(_UP, hip=175.0)),
        Example({"least_knee": 138.0}, frozenset({"knees_bent"}), replace(_UP, hip=150.0, knee=138.0)),
        Example({"heel_difference": 22.0}, frozenset({"legs_uneven"}), replace(_UP, hip=(172.0, 165.0))),
    ),
    figure_start=_START,
    figure_good=_UP,
)
