"""The routines that come with posecoach: all exercises as prescribed, and five minutes."""

from __future__ import annotations

from posecoach.core.session.routine import Routine, Step
from posecoach.exercises.registry import BUILT_IN, EXERCISES
from posecoach.translation import N_

REST_S = 30.0
"""Rest between exercises: enough to get your breath back and to turn over slowly."""


def default_routine() -> Routine:
    """Return all exercises as prescribed: three on the back, then face down, on hands and knees, standing."""
    steps = (Step(one, one.prescription.reps, one.prescription.hold_s, REST_S) for one in BUILT_IN)
    # TRANSLATORS: names of routines: exercises for the lower back
    return Routine(N_("Lower back"), tuple(steps))


def short_routine() -> Routine:
    """Return five minutes: on the back, face down, on hands and knees; one exercise each.

    Bridge and bird dog train the muscles that hold the back, the press-up keeps it mobile. It leaves out the two
    exercises that hold straight legs up, which load the lower back the most, and the one that needs a wall.
    """
    bridge, press_up, bird_dog = (EXERCISES[key] for key in ("bridge", "press_up", "bird_dog"))
    return Routine(
        N_("Lower back, five minutes"),
        (
            Step(bridge, bridge.prescription.reps, bridge.prescription.hold_s, REST_S),
            Step(press_up, press_up.prescription.reps, press_up.prescription.hold_s, REST_S),
            Step(bird_dog, 3, 10.0, REST_S),  # as prescribed, 10 times 30 s on each side, it takes 12 minutes alone
        ),
    )
