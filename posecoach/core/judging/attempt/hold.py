"""A stay in the target pose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hold:
    """A stay in the target pose: start, end, and how long the form was good and the body unseen (seconds).

    `end_seen` says whether the body was seen leaving the pose.
    """

    start_s: float
    end_s: float
    good_s: float
    unseen_s: float = 0.0
    end_seen: bool = True

    @property
    def length_s(self) -> float:
        """Seconds for which the hold was seen."""
        return self.end_s - self.start_s - self.unseen_s
