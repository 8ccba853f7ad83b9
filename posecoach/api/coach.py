"""The public `Coach`, for your own loop."""

from __future__ import annotations

from posecoach.core.exercise.exercise import Exercise
from posecoach.core.exercise.measures import DEFAULT_HEIGHT_CM
from posecoach.core.judging import coach as judging
from posecoach.exercises.registry import candidates_named


class Coach(judging.Coach):
    """Judges a stream of poses, for your own loop.

    Parameters
    ----------
    *exercises : str or Exercise
        Ids of exercises, or your own ones; among several, or ``"auto"`` for all, the coach recognises which.
    height_cm : float
        The person's height; all heights are scaled by it.

    Raises
    ------
    UsageError
        There is no exercise with this id.

    Examples
    --------
    >>> coach = Coach("bridge", height_cm=182)
    >>> update = coach.step(0.0, None)  # nobody was found at 0 s
    >>> update.phase, update.hold_s, update.faults
    ('away', 0.0, ())
    """

    def __init__(self, *exercises: str | Exercise, height_cm: float = DEFAULT_HEIGHT_CM) -> None:
        chosen = [found for one in exercises or ("auto",) for found in _candidates(one)]
        super().__init__(*chosen, height_cm=height_cm)


def _candidates(exercise: str | Exercise) -> tuple[Exercise, ...]:
    return (exercise,) if isinstance(exercise, Exercise) else candidates_named(exercise)
