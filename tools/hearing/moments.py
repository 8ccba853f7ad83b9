"""What is true at one moment of a session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from truth.outcomes import ANY_CODE, TrueAttempt

from hearing.programs import TrueSession
from posecoach.core.body.landmarks import Side
from posecoach.core.exercise.exercise import HOLD_S, Check
from posecoach.exercises.registry import EXERCISES

SLACK_S = 0.5
"""Words about a hold may be off by this: its ends are exact to about 0.3 s, and a person judges no better."""
AFTER_S = 8.0
"""Words about an attempt may follow its hold by this: the way back takes up to 3 s, then its number is said first."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of a session, in seconds of its stream."""

    truth: TrueSession
    t: float

    @property
    def running(self) -> TrueAttempt | None:
        """The attempt that has begun and is not over."""
        return next((one for one in self.truth.attempts if one.start_s <= self.t <= one.end_s), None)

    @property
    def held(self) -> TrueAttempt | None:
        """The attempt that is held, give or take the slack."""
        t, slack_s = self.t, SLACK_S
        attempts = self.truth.attempts
        return next((one for one in attempts if one.hold_start_s - slack_s <= t <= one.hold_end_s + slack_s), None)

    @property
    def last(self) -> TrueAttempt | None:
        """The latest attempt whose hold is over, give or take the slack."""
        return next((one for one in reversed(self.truth.attempts) if one.hold_end_s - SLACK_S <= self.t), None)

    @property
    def spoken_of(self) -> TrueAttempt | None:
        """The attempt that a correction can be about: the running one, else the one that has just ended."""
        last = self.last
        return self.running or (last if last and self.t - last.hold_end_s <= AFTER_S else None)

    @property
    def coming(self) -> TrueAttempt | None:
        """The next attempt."""
        return next((one for one in self.truth.attempts if one.start_s > self.t), None)

    @property
    def may_hold_more(self) -> bool:
        """Whether a further hold may follow within the attempt, of which the truth says nothing: a second stage."""
        now = self.running
        return now is not None and now.hold_end_s < self.t and len(EXERCISES[now.exercise].targets) > 1

    def done(self) -> Counter[Side | None]:
        """Return how many attempts of the last one's exercise are over, by side; in free practice as one number."""
        last = self.last
        over = [one for one in self.truth.attempts if last and one.hold_end_s <= last.hold_end_s]
        same = takewhile(lambda one: last is not None and one.exercise == last.exercise, reversed(over))
        return Counter(None if self.truth.free else one.side for one in same)


def asked_s(truth: TrueSession, attempt: TrueAttempt) -> float | None:
    """Return the hold that is asked for in an attempt; None = as long as can be managed."""
    return truth.holds_s.get(attempt.exercise)


def reach_s(truth: TrueSession, attempt: TrueAttempt) -> float | None:
    """Return when an attempt's hold reaches what is asked for; None when it never does."""
    asked = asked_s(truth, attempt)
    if asked is None or attempt.hold_start_s + asked > attempt.hold_end_s:
        return None
    return attempt.hold_start_s + asked


def faults_of(attempt: TrueAttempt) -> Iterator[tuple[Check, float]]:
    """Yield the checks that find an attempt's faults, each with the time at which its fault begins."""
    for check in EXERCISES[attempt.exercise].checks:
        if check.code not in attempt.faults:
            continue
        begin_s = attempt.hold_start_s if attempt.late_s is None else attempt.late_s
        if check.during == "end":
            begin_s = attempt.end_s
        elif check.measure == HOLD_S:
            begin_s = attempt.hold_start_s + check.band.high
        yield check, begin_s


def is_open(attempt: TrueAttempt, code: str) -> bool:
    """Whether a code is neither right nor wrong in an attempt."""
    return ANY_CODE in attempt.open_codes or code in attempt.open_codes
