"""Bands of good values, and conditions on a pose made of them. A band answers True, False or unknown (None)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from posecoach.core.body.landmarks import Side
from posecoach.core.body.pose import Values
from posecoach.translation import N_, quantity
from posecoach.translation import UNITS as UNITS


@cache
def bind(key: str, side: Side | None) -> str:
    """Measure key for one side: ``{leg}`` is the raised leg's side, ``{other}`` the opposite one.

    >>> bind("knee_{leg}", "left"), bind("arm_{other}", "left")
    ('knee_left', 'arm_right')
    """
    if side is None:
        return key
    return key.format(leg=side, other="right" if side == "left" else "left")


@dataclass(frozen=True, slots=True)
class Band:
    """Values from `low` to `high`; a value that was outside counts as inside only `margin` further in.

    Examples
    --------
    >>> band = Band(167.0, 193.0, margin=2.0)
    >>> band.holds(168.0), band.holds(168.0, was_inside=False), band.holds(math.nan)
    (True, False, None)
    """

    low: float = -math.inf
    high: float = math.inf
    margin: float = 0.0

    def holds(self, value: float, was_inside: bool = True) -> bool | None:
        """Whether `value` lies in the band; None when it is unknown."""
        inset = 0.0 if was_inside else self.margin
        if self.low + inset <= value <= self.high - inset:
            return True
        return None if math.isnan(value) else False


@dataclass(frozen=True, slots=True)
class PoseCondition:
    """A condition on the pose, as bands on measures: met when all hold, not met when one fails, else unknown.

    Attributes
    ----------
    bands : tuple of (str, Band)
        Keys of measures, and their bands in this pose.
    since_start : tuple of (str, Band)
        The same for the change of a measure since the start pose.
    """

    bands: tuple[tuple[str, Band], ...]
    since_start: tuple[tuple[str, Band], ...] = ()

    def met(
        self, values: Values, side: Side | None = None, was_met: bool = True, start: Values = MappingProxyType({})
    ) -> bool | None:
        """Whether `values` meet the condition, given those of the start pose in `start`; None if unknown."""
        unknown = False
        for band, value in self._bands_and_values(values, side, start):
            inside = band.holds(value, was_met)
            if inside is False:
                return False
            unknown = unknown or inside is None
        return None if unknown else True

    def _bands_and_values(self, values: Values, side: Side | None, start: Values) -> Iterator[tuple[Band, float]]:
        for key, band in self.bands:
            yield band, values.get(bind(key, side), math.nan)
        for key, band in self.since_start:
            key = bind(key, side)
            yield band, values.get(key, math.nan) - start.get(key, math.nan)


ANY_POSE = PoseCondition(())
"""Every pose meets it."""


def band_text(band: Band, unit: str) -> str:
    """Return a band in words: ``167° to 193°``, ``at least 9 s``."""
    low, high = (quantity(end, unit, len(f"{end:g}".partition(".")[2])) for end in (band.low, band.high))
    if math.isinf(band.low):
        return N_("at most {high}", high=high)
    return N_("at least {low}", low=low) if math.isinf(band.high) else N_("{low} to {high}", low=low, high=high)
