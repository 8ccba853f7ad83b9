"""posecoach: coaches lower-back exercises from a webcam or a recorded video, on this machine alone.

Names load when they are first used, so that importing the package costs nothing.

>>> import posecoach as pc
>>> result = pc.load_result("session.json")  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from posecoach._version import __version__

if TYPE_CHECKING:
    from posecoach import exercises
    from posecoach.api import Coach, Result, analyze, judge, load_landmarks, load_result
    from posecoach.core.body.pose import Pose
    from posecoach.core.exercise.bands import Band
    from posecoach.core.exercise.exercise import Check, Exercise, Measure
    from posecoach.core.judging.events import Fault, Rep, Update
    from posecoach.errors import PluginWarning, PosecoachError
    from posecoach.vision.estimator import PoseEstimator

__all__ = [
    "Band",
    "Check",
    "Coach",
    "Exercise",
    "Fault",
    "Measure",
    "PluginWarning",
    "Pose",
    "PoseEstimator",
    "PosecoachError",
    "Rep",
    "Result",
    "Update",
    "__version__",
    "analyze",
    "exercises",
    "judge",
    "load_landmarks",
    "load_result",
]

_HOMES = {
    "posecoach.api": ("Coach", "Result", "analyze", "judge", "load_landmarks", "load_result"),
    "posecoach.core.body.pose": ("Pose",),
    "posecoach.core.exercise.bands": ("Band",),
    "posecoach.core.exercise.exercise": ("Check", "Exercise", "Measure"),
    "posecoach.core.judging.events": ("Fault", "Rep", "Update"),
    "posecoach.errors": ("PluginWarning", "PosecoachError"),
    "posecoach.vision.estimator": ("PoseEstimator",),
}


def __getattr__(name: str) -> Any:
    if name == "exercises":
        return import_module("posecoach.exercises")
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'posecoach' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
