"""Bridge: on the back, the hips pushed up until shoulders, hips and knees lie on one flat line; 10 s.

The hip line is the hip angle seen from the side. It goes beyond 180 degrees when the hips are above the line from
shoulder to knee, so that one number shows a sag (below 180) and an over-arched back (above).
"""

from __future__ import annotations

from dataclasses import replace

from posecoach.core.body import landmarks as lm
from posecoach.core.body.body import Body
from posecoach.core.body.figure import Figure
from posecoach.core.body.guides import Bend
from posecoach.core.body.limbs import STRETCHED_DEG, higher, likely_knee
from posecoach.core.exercise.bands import Band, PoseCondition
from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S, Check, Example, Exercise, Measure, Prescription
from posecoach.core.exercise.progression import Progression
from posecoach.translation import N_

FLAT = Band(180.0 - 13.0, 180.0 + 11.0, margin=2.0)
"""Degrees. Flat is 180. A limit within 8 degrees of good form gives false alarms, and the hip angle is accurate to
about 4 degrees: so a sag of 13 is allowed. An arch loads the lower back, so only 11 are allowed: on the sample bodies
that is half way between flat bridges, which read up to 187, and the arched one of 198 degrees, which reads 196."""

HIPS_UP_DEG = 8.0
"""Hips that rise by 10 cm turn the trunk by 12 degrees. Legs that stretch out open the hips, and turn it by 5."""
STRETCHED_BY_DEG = 40.0
"""The knee opens by 15 to 30 degrees in a bridge; further, the legs are stretched out."""


def straighter_knee(body: Body) -> float:
    """Angle of the straighter knee in degrees, where the legs likely are."""
    return higher(likely_knee(body, "left"), likely_knee(body, "right"))


def hip_line(body: Body) -> float:
    """Hip angle of the side that is seen; 180 = flat, above 180 = hips over the line from shoulder to knee."""
    side = body.seen_side(lm.SHOULDER, lm.HIP, lm.KNEE)
    shoulder, hip, knee = body.point(lm.SHOULDER[side]), body.hip_joint(side), body.point(lm.KNEE[side])
    line = knee - shoulder
    share = (hip - shoulder).real / line.real if line.real else 0.0
    angle = body.hip(side)
    return 360.0 - angle if hip.imag < shoulder.imag + share * line.imag else angle


_START = Figure(lean=-90.0, hip=117.0, knee=50.0, ankle=None, rests=("shoulder", "heel"))
_UP = replace(_START, hip=178.0, knee=75.0)

BRIDGE = Exercise(
    id="bridge",
    title=N_("Bridge"),
    prescription=Prescription(
        start=N_("Lie on your back, arms at your sides, feet drawn up to the seat."),
        start_cue=N_("On your back, feet drawn up."),
        movement=N_("Push your hips up until shoulders, hips and knees lie on one flat line. Hold, then lower slowly."),
        movement_cue=N_("Lift your hips and hold."),
        source=N_("Lower-back exercise sheet: pelvic lift, held for 10 seconds, lowered under control"),
        camera=N_("From the side, at hip height or a little above, the whole body in the picture."),
        hold_s=10.0,
        reps=5,
    ),
    measures=(
        Measure("hip_line", N_("hips"), "deg", hip_line, Bend(lm.SHOULDER, lm.HIP, lm.KNEE)),
        Measure("straighter_knee", N_("knees"), "deg", straighter_knee),
        Measure("knee_near", N_("knee"), "deg", lambda body: body.knee(body.near)),
        Measure("foot_near", N_("foot"), "cm", lambda body: body.heel_cm(body.near)),
    ),
    # Knees bent, shoulders down, feet on the floor: a person who sits up, stretches the legs or lifts the feet does
    # something else, and nobody stands on the head. The foot may stand on its toes.
    posture=PoseCondition(
        (
            ("knee_near", Band(high=125.0)),
            ("trunk_pitch", Band(-60.0, 25.0)),
            ("face_up", Band(low=0.0)),
            ("foot_near", Band(high=14.0)),
        )
    ),
    # Hips on the floor: shoulder-hip-knee of a person with the feet drawn up is 100-135 degrees.
    start=PoseCondition(
        (
            ("hip_line", Band(high=145.0, margin=3.0)),
            ("knee_near", Band(high=115.0)),
            ("trunk_pitch", Band(low=-15.0, high=20.0)),
        )
    ),
    # Recognisable as a bridge: hips clearly off the floor, higher than the shoulders.
    targets=(
        PoseCondition(
            (("hip_line", Band(low=138.0)), ("trunk_pitch", Band(high=-7.0))),
            since_start=(("trunk_pitch", Band(high=-HIPS_UP_DEG)), ("knee_near", Band(high=STRETCHED_BY_DEG))),
        ),
    ),
    # Both feet carry: with one leg stretched out it is another exercise.
    distinguishing=(PoseCondition((("straighter_knee", Band(high=STRETCHED_DEG)),)),),
    progression=Progression("hip_line", leave_start=6.0, min_attempt=15.0, jitter=1.5),
    checks=(
        Check(
            "hips_high",
            "hip_line",
            Band(high=FLAT.high, margin=2.0),
            N_("Lower your hips a little"),
            N_("Hips {off} high: lower them until shoulders, hips and knees line up."),
            N_("Pushing past the flat line arches the lower back and loads its joints."),
            view_limit_deg=28.0,
            praise=N_("Hips in line now."),
        ),
        Check(
            "hips_low",
            "hip_line",
            Band(low=FLAT.low, margin=2.0),
            N_("Lift your hips a little"),
            N_("Hips {off} low: push up until shoulders, hips and knees line up."),
            N_("Only the flat line makes the seat muscles carry the weight, as prescribed."),
            view_limit_deg=40.0,
            praise=N_("Hips in line now."),
        ),
        # Dropped hips fall 20-30 cm in a quarter of a second; a slow, controlled lowering takes well over one second.
        # The time is measured from 5 to 90 % of the way down, about two thirds of the whole.
        Check(
            "lowered_fast",
            LOWERING_S,
            Band(low=0.75),
            N_("Lower more slowly"),
            N_("Lowered in {value}: take at least a second or two on the way down."),
            N_("The prescription asks for slow, controlled lowering."),
            unit="s",
            during="end",
        ),
        Check(
            "short_hold",
            HOLD_S,
            Band(low=9.0),
            N_("Hold a little longer"),
            N_("Held {value}: hold longer next time if it does not hurt."),
            N_("The prescription asks for 10 seconds; a tenth less is allowed, for counting errors."),
            unit="s",
            during="end",
        ),
    ),
    displayed=("hip_line",),
    example_start={"hip_line": 117.0, "knee_near": 50.0, "trunk_pitch": 1.0, "face_up": 1.0, "foot_near": 0.0},
    example_good={"hip_line": 175.0, "knee_near": 70.0, "trunk_pitch": -30.0, "face_up": 1.0, "foot_near": 0.0},
    example_faults=(
        Example({"hip_line": 155.0}, frozenset({"hips_low"}), replace(_UP, hip=155.0, knee=70.0)),
        Example({"hip_line": 200.0}, frozenset({"hips_high"}), replace(_UP, hip=200.0)),
    ),
    figure_start=_START,
    figure_good=_UP,
)
