"""Which frames of a recording the estimator sees: as many a second as a movement needs, not as a camera gives."""

from __future__ import annotations

import math

POSES_PER_S = 15.0
"""Poses a second that carry all that the rules use."""
_ROUNDING_S = 0.002
"""Containers round times to a millisecond, and so may be off by one before or after."""


class Sampler:
    """Chooses the first frame of each interval of `1 / rate` seconds; the choice depends on the frames' times alone.

    Parameters
    ----------
    rate : float
        Frames to choose a second; infinite = all.
    """

    def __init__(self, rate: float = POSES_PER_S) -> None:
        self._rate = rate
        self._interval = -1

    def __call__(self, t: float) -> bool:
        """Whether the estimator sees the frame at `t` seconds."""
        if math.isinf(self._rate):
            return True
        interval = math.floor((t + _ROUNDING_S) * self._rate)
        chosen, self._interval = interval != self._interval, interval
        return chosen
