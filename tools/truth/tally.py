"""Counts what came of many attempts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from truth.outcomes import Outcome, Verdict

FaultKey = tuple[str, str]
"""Exercise and code: some exercises share a code."""


@dataclass(slots=True)
class Tally:
    """Sums over attempts.

    Attributes
    ----------
    verdicts : counter of Verdict
        What came of the attempts.
    sides_wrong : int
        Attempts with the wrong leg.
    hold_errors_s : list of float
        Hold said minus true, of each attempt that was found (seconds).
    found, missed, invented, unjudged : counter of FaultKey
        Faults, see `Outcome`.
    """

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    sides_wrong: int = 0
    hold_errors_s: list[float] = field(default_factory=list)
    found: Counter[FaultKey] = field(default_factory=Counter)
    missed: Counter[FaultKey] = field(default_factory=Counter)
    invented: Counter[FaultKey] = field(default_factory=Counter)
    unjudged: Counter[FaultKey] = field(default_factory=Counter)

    @property
    def attempts(self) -> int:
        """True attempts that had to be counted."""
        return self.verdicts["found"] + self.verdicts["missed"] + self.verdicts["other"]

    @property
    def acted(self) -> int:
        """Acted faults."""
        return self.found.total() + self.missed.total()

    @property
    def hold_mean_s(self) -> float:
        """Mean size of the hold's error in seconds; NaN without holds."""
        errors = self.hold_errors_s
        return sum(map(abs, errors)) / len(errors) if errors else math.nan

    @property
    def hold_worst_s(self) -> float:
        """The largest error of a hold, with its sign, in seconds; NaN without holds."""
        return max(self.hold_errors_s, key=abs, default=math.nan)


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """Count what came of some attempts."""
    total = Tally()
    for outcome in outcomes:
        total.verdicts[outcome.verdict] += 1
        total.sides_wrong += outcome.side_right is False
        if not math.isnan(outcome.hold_error_s):
            total.hold_errors_s.append(outcome.hold_error_s)
        if outcome.attempt:
            for name in ("found", "missed", "invented", "unjudged"):
                getattr(total, name).update((outcome.attempt.exercise, code) for code in getattr(outcome, name))
    return total
