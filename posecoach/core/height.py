"""The person's height: what is assumed, and what is taken. It loads nothing, so that the command line starts fast."""

from __future__ import annotations

from numbers import Real

from posecoach.errors import UsageError
from posecoach.translation import N_

DEFAULT_HEIGHT_CM = 170.0
"""Between the mean heights of women and men worldwide (NCD-RisC 2020: 159-171 cm by country group)."""
MIN_HEIGHT_CM, MAX_HEIGHT_CM = 80, 250
"""From a small child to the tallest people: what lies beyond is a slip, such as a height in metres or inches."""


def checked_height(height_cm: float) -> float:
    """Return a person's height in cm.

    Raises
    ------
    UsageError
        It is not a number from `MIN_HEIGHT_CM` to `MAX_HEIGHT_CM`.
    """
    if isinstance(height_cm, Real) and MIN_HEIGHT_CM <= height_cm <= MAX_HEIGHT_CM:
        return float(height_cm)
    raise UsageError(
        N_(
            "height_cm is {value}. Give the person's height in cm, a number from {low:g} to {high:g}.",
            value=repr(height_cm),
            low=MIN_HEIGHT_CM,
            high=MAX_HEIGHT_CM,
        )
    )
