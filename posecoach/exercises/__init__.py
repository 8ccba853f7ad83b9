"""The exercises: one file each, and the table of all."""

from __future__ import annotations

from posecoach.core.exercise.exercise import Exercise
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

__all__ = ["EXERCISES"]
