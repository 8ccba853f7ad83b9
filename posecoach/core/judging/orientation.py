"""Recognises a recording whose picture lies on its side or head, by the exercises that it shows once it is upright."""

from __future__ import annotations

from collections.abc import Sequence

from posecoach.core.body.pose import TimedPose, turned
from posecoach.core.body.tracking.gravity import HALF_TURN, feel_gravity
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.coach import Assessment, judge_all

QUARTERS = (1, 2, 3)
HELD_S = 1.0
"""A turn needs a hold of this length: steps and squats that are turned hold a target for a moment."""
AS_MUCH = 0.4
"""A turned picture must show this share of the hold that the picture shows as it is: a press-up on its head shows a leg
lift that is held about as long, while upright exercises show moments of other ones when they are turned."""
CLEARLY = 0.3
"""How much better gravity must fit the turned picture. Of 107 tracks of exercises and other movements, the upright ones
whose turned picture shows a hold reach -0.6 (a dead bug apart, see `Gravity.can_stand`); those on their side, or that
show another exercise on their head, reach at least 0.6."""
NO_WORSE = -0.4
"""The same for a picture on its head that shows no attempt as it is: a back lies as level as the floor under it, so
gravity tells the two less clearly, and the attempts decide."""


def find_turn(poses: Sequence[TimedPose], exercises: Sequence[Exercise], height_cm: float, as_it_is: Assessment) -> int:
    """Find out how a recording must be turned to be upright.

    Only a picture that shows attempts when it is turned, and that fits gravity, is turned: whatever is in doubt stays.

    Parameters
    ----------
    poses : sequence of (float, Pose or None)
        Time in seconds and pose of every frame.
    exercises : sequence of Exercise
        The named exercise, or the candidates.
    height_cm : float
        The person's height.
    as_it_is : Assessment
        What was judged without turning it.

    Returns
    -------
    int
        Quarter turns clockwise, 0 to 3.
    """
    gravity = feel_gravity(poses)
    if gravity is None:
        return 0
    held_s = _held_s(as_it_is)
    needed = dict.fromkeys(QUARTERS, CLEARLY)
    if not held_s:
        needed[HALF_TURN] = NO_WORSE
    possible = [q for q in QUARTERS if gravity.gain(q) > needed[q] and gravity.can_stand(q)]
    trials = ((q, turned(poses, q)) for q in sorted(possible, key=gravity.gain, reverse=True))
    shown_s = ((q, _held_s(judge_all(trial, exercises, height_cm))) for q, trial in trials)
    return next((q for q, seconds in shown_s if seconds and seconds >= AS_MUCH * held_s), 0)


def _held_s(assessment: Assessment) -> float:
    """Seconds of hold; 0 when no hold is long enough for an exercise."""
    holds_s = [rep.hold_s for rep in assessment.reps]
    return sum(holds_s) if max(holds_s, default=0.0) >= HELD_S else 0.0
