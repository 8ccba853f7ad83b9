"""One line of the benchmark's table, and the statistics that the benchmarks share."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement.

    Attributes
    ----------
    part : str
        The benchmark.
    what : str
        The measured quantity with its unit.
    value : float or None
        The number; None when it could not be measured.
    target : float or None
        The number to reach; None when the line only explains another one.
    at_least : bool
        Whether more is better.
    note : str
        Where the time was spent, or why there is no number.
    """

    part: str
    what: str
    value: float | None
    target: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the target is met, as a word."""
        if self.target is None or self.value is None:
            return ""
        met = self.value >= self.target if self.at_least else self.value <= self.target
        return "met" if met else "MISSED"


def median(values: Sequence[float]) -> float:
    """Return the median; NaN without values."""
    return statistics.median(values) if values else float("nan")


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that `percent` of the values do not exceed; NaN without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else float("nan")
