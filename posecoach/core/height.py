"""The person's height: what is assumed, and what is taken. It loads nothing, so that the command line starts fast."""

from __future__ import annotations

from numbers import Real

from posecoach.errors import UsageError

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
        f"height_cm is {height_cm!r}. Give the person's height in cm, a number from {MIN_HEIGHT_CM} to {MAX_HEIGHT_CM}."
    )
