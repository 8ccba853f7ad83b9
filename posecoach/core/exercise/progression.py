"""The one measure that carries an exercise from its start pose to its target."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progression:
    """The one measure that grows from the start pose to the target and gives the moments of an attempt.

    Attributes
    ----------
    measure : str
        Its key; the value grows towards the target.
    leave_start : float
        Rise above the start pose from which the body has left it.
    min_attempt : float
        Rise that makes an attempt, however poor; less is fidgeting.
    jitter : float
        Change that still counts as keeping still: the measure's own jitter.
    """

    measure: str
    leave_start: float
    min_attempt: float
    jitter: float
