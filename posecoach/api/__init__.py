"""The Python interface for notebooks and programs; `import posecoach` offers the same names."""

from posecoach.api.coach import Coach
from posecoach.api.functions import analyze, judge, load_landmarks, load_result
from posecoach.api.result import Result

__all__ = ["Coach", "Result", "analyze", "judge", "load_landmarks", "load_result"]
