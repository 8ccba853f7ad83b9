"""Press-up ("raise and pull"): face down, the chest pressed off the floor, the pelvis staying down.

It has two targets: on the elbows, tucked to the sides; then, if it does not hurt, on the palms with straight arms. The
progression is the height of the shoulders over the ankles, which stay on the floor.
"""

from __future__ import annotations

import math
from dataclasses import replace

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body
from posecoach.core.body.figure import Figure
from posecoach.core.body.geometry import NOWHERE, Point
from posecoach.core.body.guides import Ahead, Height
from posecoach.core.body.landmarks import Pair
from posecoach.core.body.limbs import headward, least_knee
from posecoach.core.exercise.bands import Band, PoseCondition
from posecoach.core.exercise.exercise import Check, Example, Exercise, Measure, Prescription
from posecoach.core.exercise.progression import Progression
from posecoach.translation import N_

PELVIS_DOWN_CM = 4.0
"""The pelvis stays on the floor; 4 cm allow it to roll on the belly, and its height over the ankles is accurate to
about 2 cm. A lift of 13 cm reads only 7 on the sample body, so the true limit is near 8 cm."""
ON_TOES_CM = 13.5
"""Toes or knees carry a pelvis that rises by more: a push-up, which reads 16 to 20 on the sample bodies."""
ELBOW_AHEAD_CM = 7.0
"""Elbows belong under or behind the shoulders; 7 cm are a fifth of the upper arm's length, about 12 degrees."""
TUCKED_CM = 8.0
"""Toes that are tucked under lift the ankle by 12 to 15 cm; the insteps stay on the floor in a press-up."""
ON_ELBOWS_DEG = 138.0
"""An elbow that rests on the floor is bent to about 90, at most 130 degrees; a pressing arm is straighter."""


def _above_ankle(body: Body, joint: Pair) -> float:
    side = body.near
    return (body.point(lm.ANKLE[side]) - body.point(joint[side])).imag * body.cm_per_px[side]


def chest_rise(body: Body) -> float:
    """Height of the near shoulder above the near ankle in cm."""
    return _above_ankle(body, lm.SHOULDER)


def chest_over_hand(body: Body) -> float:
    """Height of the near shoulder above the near wrist in cm."""
    side = body.near
    return (body.point(lm.WRIST[side]) - body.point(lm.SHOULDER[side])).imag * body.cm_per_px[side]


def pelvis_rise(body: Body) -> float:
    """Height of the near hip above the near ankle in cm."""
    return _above_ankle(body, lm.HIP)


def ankle_over_toes(body: Body) -> float:
    """Height of the near ankle above the toes in cm."""
    side = body.near
    return (body.point(lm.TOE[side]) - body.point(lm.ANKLE[side])).imag * body.cm_per_px[side]


def near_elbow(body: Body) -> float:
    """Angle of the near elbow in degrees."""
    return body.angle(lm.SHOULDER, lm.ELBOW, lm.WRIST, body.near)


def elbow_base(body: Body) -> Point:
    """Return the point under or behind which the near elbow belongs: the shoulder, or the hand of a straight arm."""
    elbow = near_elbow(body)
    if math.isnan(elbow):
        return NOWHERE
    return body.point((lm.SHOULDER if elbow < ON_ELBOWS_DEG else lm.WRIST)[body.near])


def elbow_ahead(body: Body) -> float:
    """How far the near elbow lies from its base towards the head, in cm."""
    ahead_px = (body.point(lm.ELBOW[body.near]) - elbow_base(body)).real
    return ahead_px * headward(body) * body.cm_per_px[body.near]


_START = Figure(lean=84.0, hip=180.0, knee=174.0, ankle=170.0, shoulder=-35.0, elbow=50.0, rests=("hip", "knee"))
_ELBOWS = replace(_START, lean=62.0, hip=203.0, shoulder=41.0, elbow=70.0)
_LIFTED = replace(_ELBOWS, lean=72.0, hip=178.0, knee=160.0, shoulder=67.0, elbow=85.0, rests=("elbow", "knee"))

_CHEST_UP = ("chest_rise", Band(low=7.0))

PRESS_UP = Exercise(
    id="press_up",
    title=N_("Press-up"),
    prescription=Prescription(
        start=N_("Lie face down, legs straight and hip-width apart, arms bent, hands at your sides."),
        start_cue=N_("Face down, hands at your sides."),
        movement=N_(
            "Press your chest off the floor, elbows on the floor, tucked to your sides; keep the pelvis down "
            "and draw it forward. If it does not hurt, move up to your palms and straighten your arms."
        ),
        movement_cue=N_("Press your chest up from the elbows."),
        source=N_("Lower-back exercise sheet: raise and pull, a comfortable stretch"),
        camera=N_("From the side, low, the whole body in the picture."),
        hold_s=None,
        reps=5,
    ),
    measures=(
        Measure("chest_rise", N_("chest"), "cm", chest_rise),
        Measure("pelvis_rise", N_("hips"), "cm", pelvis_rise, Height(lm.HIP, above=lm.ANKLE)),
        Measure("chest_over_hand", N_("hand"), "cm", chest_over_hand),
        Measure("least_knee", N_("knees"), "deg", least_knee),
        Measure("ankle_over_toes", N_("feet"), "cm", ankle_over_toes),
        Measure("near_elbow", N_("elbow"), "deg", near_elbow),
        Measure("elbow_ahead", N_("elbow"), "cm", elbow_ahead, Ahead(lm.ELBOW, elbow_base, ideal=-ELBOW_AHEAD_CM)),
        Measure("arm_near", N_("arm"), "deg", lambda body: body.arm(body.near)),
        Measure("leg_near", N_("legs"), "deg", lambda body: body.leg(body.near)),
    ),
    # Face down, straight legs on the floor: in a plank the legs slope by 20 degrees and more.
    posture=PoseCondition(
        (
            ("face_up", Band(high=-0.3)),
            ("least_knee", Band(low=140.0)),
            ("trunk_pitch", Band(-20.0, 65.0)),
            ("leg_near", Band(-18.0, 12.0)),
        )
    ),
    # The chest on the floor, at most as high over the hand as with an elbow bent beside it; on hands and knees 45 cm.
    start=PoseCondition(
        (
            ("trunk_pitch", Band(-15.0, 20.0)),
            ("leg_near", Band(-13.0, 10.0)),
            ("least_knee", Band(low=140.0)),
            ("chest_over_hand", Band(high=38.0)),
        )
    ),
    targets=(
        PoseCondition((("near_elbow", Band(high=ON_ELBOWS_DEG, margin=4.0)),), since_start=(_CHEST_UP,)),
        PoseCondition((("near_elbow", Band(low=ON_ELBOWS_DEG)),), since_start=(_CHEST_UP,)),
    ),
    # Hands and legs stay down: with the arms lifted, or on the toes as in a push-up, it is another movement.
    distinguishing=(
        PoseCondition(
            (("arm_near", Band(high=-20.0)), ("leg_near", Band(low=-15.0))),
            since_start=(("pelvis_rise", Band(high=ON_TOES_CM)), ("ankle_over_toes", Band(high=TUCKED_CM))),
        ),
    ),
    progression=Progression("chest_rise", leave_start=4.0, min_attempt=7.0, jitter=1.0),
    checks=(
        Check(
            "hips_lifted",
            "pelvis_rise",
            Band(high=PELVIS_DOWN_CM, margin=1.0),
            N_("Keep your hips down"),
            N_("Hips lifted by {value}: let them lie on the floor."),
            N_("The stretch of the lower back comes from the pelvis staying down."),
            unit="cm",
            from_start=True,
            view_limit_deg=45.0,
            praise=N_("Hips down now."),
        ),
        Check(
            "elbows_forward",
            "elbow_ahead",
            Band(high=ELBOW_AHEAD_CM, margin=1.5),
            N_("Draw your elbows back"),
            N_("Elbows {value} in front of the shoulders: tuck them under."),
            N_("Elbows under or behind the shoulders carry the chest without load on the back."),
            unit="cm",
            view_limit_deg=35.0,
            praise=N_("Elbows tucked now."),
        ),
    ),
    displayed=("elbow_ahead",),
    example_start={
        "chest_over_hand": 17.0,
        "chest_rise": 5.0,
        "pelvis_rise": 8.0,
        "near_elbow": 65.0,
        "elbow_ahead": -8.0,
        "arm_near": -45.0,
        "leg_near": -5.0,
        "least_knee": 178.0,
        "trunk_pitch": 0.0,
        "face_up": -1.0,
    },
    example_good={
        "chest_rise": 25.0,
        "pelvis_rise": 7.0,
        "near_elbow": 95.0,
        "elbow_ahead": -3.0,
        "arm_near": -54.0,
        "leg_near": -4.0,
        "least_knee": 178.0,
        "trunk_pitch": 21.0,
        "face_up": -0.9,
    },
    example_faults=(
        Example({"pelvis_rise": 17.0}, frozenset({"hips_lifted"}), _LIFTED),
        Example({"elbow_ahead": 13.0}, frozenset({"elbows_forward"}), replace(_ELBOWS, shoulder=86.0, elbow=114.0)),
    ),
    figure_start=_START,
    figure_good=_ELBOWS,
)
