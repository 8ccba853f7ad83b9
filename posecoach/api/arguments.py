"""Checks what the public functions are given, before anything is watched or judged."""

from __future__ import annotations

import math
from numbers import Real

from posecoach.core.body.pose import Pose
from posecoach.core.exercise.exercise import Exercise
from posecoach.errors import UsageError
from posecoach.exercises.registry import candidates_named
from posecoach.translation import N_


def candidates(exercise: str | Exercise) -> tuple[Exercise, ...]:
    """Return what to recognise among: your own exercise, the one of that id, or all for ``auto``.

    Raises
    ------
    UsageError
        There is no exercise of this id.
    """
    return (exercise,) if isinstance(exercise, Exercise) else candidates_named(exercise)


def check_pixels(max_pixels: int) -> None:
    """Check the largest number of pixels of a picture.

    Raises
    ------
    UsageError
        It is not a number above 0.
    """
    if not isinstance(max_pixels, Real) or not max_pixels >= 1:
        raise UsageError(
            N_("max_pixels is {max_pixels!r}. Give a number of pixels, such as 8192 * 4320.", max_pixels=max_pixels)
        )


def check_frame(t: float, pose: Pose | None, before_s: float | None) -> None:
    """Check the time (s) and pose of a frame that follows one at `before_s`; None when it is the first.

    Raises
    ------
    UsageError
        The time is not a finite number, or not later than the one before; or the pose is not a `Pose`.
    """
    if not isinstance(t, Real) or not math.isfinite(t):
        raise UsageError(N_("A frame has the time {t!r}. Give a finite number of seconds.", t=t))
    if before_s is not None and t <= before_s:
        raise UsageError(
            N_(
                "A frame at {t} s follows one at {before_s} s. Times must grow from frame to frame.",
                t=t,
                before_s=before_s,
            )
        )
    if pose is not None and not isinstance(pose, Pose):
        raise UsageError(
            N_(
                "A frame has as its pose a value of type {name}. Give a posecoach.Pose, or None for nobody.",
                name=type(pose).__name__,
            )
        )
