"""One line of the benchmark's table, and the small sums they share."""

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
        Which benchmark it belongs to.
    what : str
        What was measured, with its unit.
    value : float or None
        The number; None when it could not be measured.
    bar : float or None
        The number to reach; None when the line only explains another.
    at_least : bool
        Whether more is better.
    note : str
        Where the time went, or why there is no number.
    """

    part: str
    what: str
    value: float | None
    bar: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the bar is met, as a word."""
        if self.bar is None or self.value is None:
            return ""
        met = self.value >= self.bar if self.at_least else self.value <= self.bar
        return "met" if met else "MISSED"


def median(values: Sequence[float]) -> float:
    """Median; NaN of nothing."""
    return statistics.median(values) if values else float("nan")


def share(values: Sequence[float], percent: float) -> float:
    """Return the value that `percent` of the values do not exceed; NaN of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else float("nan")
