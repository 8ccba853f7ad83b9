"""The exercises: one file each, and the table of all."""

from posecoach.exercises.registry import EXERCISES

__all__ = ["EXERCISES"]
