"""Which seconds of a hold the voice counts."""

from __future__ import annotations

MARKS_S = (5, 10, 15, 20, 30, 45, 60)
LATER_S = 30
"""The seconds of a hold that are said, and the step beyond them. At first the person wants to hear that time counts;
few hold for longer than 20 s, and later more numbers only disturb."""


def is_mark(held_s: int) -> bool:
    """Whether to say that a hold has lasted this long."""
    return held_s in MARKS_S or (held_s > MARKS_S[-1] and held_s % LATER_S == 0)
