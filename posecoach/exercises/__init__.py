"""The exercises: one file each, and the table of all."""

from __future__ import annotations

from posecoach.core.exercise import Exercise
from posecoach.exercises.bird_dog import BIRD_DOG
from posecoach.exercises.bridge import BRIDGE
from posecoach.exercises.leg_lift import LEG_LIFT

EXERCISES: dict[str, Exercise] = {exercise.id: exercise for exercise in (BRIDGE, BIRD_DOG, LEG_LIFT)}
"""Every exercise by its id, in the order of a session."""

__all__ = ["EXERCISES"]
