"""The one-euro filter over real time steps: calm when the body is still, quick when it moves.

Source: Casiez, Roussel, Vogel: "1 euro filter", CHI 2012. The speed that opens the filter is measured in body
lengths a second, so that the answer does not depend on how large the person is in the picture.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

CUTOFF_STILL_HZ = 1.5
"""Cut-off at rest: the estimator's jitter on a still body lies above 2 Hz on the sample videos."""
CUTOFF_PER_SPEED_HZ = 12.0
"""Added cut-off for one body length a second: a limb lifted in 1 s is followed with less than 0.1 s delay."""
CUTOFF_SPEED_HZ = 1.0
"""Cut-off of the speed itself, as in the paper."""
GAP_S = 0.5
"""After a longer gap the past says nothing about the present: start anew."""


class OneEuro:
    """Filters an array of coordinates; each entry opens and closes by its own speed."""

    def __init__(self) -> None:
        self._t: float | None = None
        self._value: NDArray[np.floating] = np.empty(0)
        self._speed: NDArray[np.floating] = np.empty(0)

    def __call__(self, t: float, value: NDArray[np.floating], length: float) -> NDArray[np.floating]:
        """Smooth `value` (any shape, the same each time) at time `t` (s); `length` > 0 is the body's, same unit."""
        if self._t is None or t - self._t > GAP_S or t <= self._t:
            self._t, self._value, self._speed = t, value, np.zeros_like(value)
            return value
        dt, self._t = t - self._t, t
        turn = 2 * math.pi * dt  # at a cut-off f, 1 / (1 + turn * f) is the share of the past in the present
        change, past = value - self._value, 1 / (1 + turn * CUTOFF_SPEED_HZ)
        self._speed = past * self._speed + ((1 - past) / dt / length) * change
        self._value = value - change / (1 + turn * CUTOFF_STILL_HZ + turn * CUTOFF_PER_SPEED_HZ * np.abs(self._speed))
        return self._value
