"""The words that an exercise is written in: what an author imports."""

from posecoach.core.exercise.bands import Band, PoseCondition
from posecoach.core.exercise.exercise import (
    HOLD_S,
    LOWERING_S,
    Check,
    Example,
    Exercise,
    Measure,
    Prescription,
    each_side,
)
from posecoach.core.exercise.progression import Progression

__all__ = [
    "HOLD_S",
    "LOWERING_S",
    "Band",
    "Check",
    "Example",
    "Exercise",
    "Measure",
    "PoseCondition",
    "Prescription",
    "Progression",
    "each_side",
]
