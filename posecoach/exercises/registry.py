"""The exercises by their ids."""

from __future__ import annotations

from posecoach.core.exercise.exercise import Exercise
from posecoach.errors import UsageError
from posecoach.exercises.bird_dog import BIRD_DOG
from posecoach.exercises.bridge import BRIDGE
from posecoach.exercises.double_knee_lift import DOUBLE_KNEE_LIFT
from posecoach.exercises.leg_lift import LEG_LIFT
from posecoach.exercises.press_up import PRESS_UP
from posecoach.exercises.warrior_wall import WARRIOR_WALL

EXERCISES: dict[str, Exercise] = {
    exercise.id: exercise for exercise in (BRIDGE, DOUBLE_KNEE_LIFT, LEG_LIFT, PRESS_UP, BIRD_DOG, WARRIOR_WALL)
}
"""Every exercise by its id, in the order of a session."""


def exercises_named(name: str | None) -> tuple[Exercise, ...]:
    """Return the exercise of that name; all of them for None.

    Raises
    ------
    UsageError
        When there is none of that name.
    """
    if name is None:
        return tuple(EXERCISES.values())
    if name not in EXERCISES:
        raise UsageError(f"There is no exercise '{name}'. Choose one of: {', '.join(EXERCISES)}.")
    return (EXERCISES[name],)


def candidates_named(name: str) -> tuple[Exercise, ...]:
    """Return what to recognise among: the exercise of that name, or all for ``auto``."""
    return exercises_named(None if name == "auto" else name)
