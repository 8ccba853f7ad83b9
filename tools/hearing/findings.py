"""What a session's words are held against: false words, and what must be heard, and when."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from truth.outcomes import TrueAttempt

from hearing.false_words import number_in, sentences, why_false
from hearing.moments import AFTER_S, SLACK_S, Moment, asked_s, faults_of, reach_s
from hearing.programs import TrueSession
from hearing.speech import Utterance
from posecoach.core.exercise.exercise import Check
from posecoach.core.session.announcer import LAST_S, TO_CORRECT_S
from posecoach.core.session.cues import AGAIN_S, spoken_s

Kind = Literal["false words", "missing end", "countdown", "late correction", "missing correction", "missing count"]

END_WITHIN_S = 0.5
"""The end of a hold is announced this near to its moment."""
COUNTDOWN_WITHIN_S = 0.3
"""Each word of a countdown is this near to its moment."""
CORRECT_WITHIN_S = 1.0
"""A correction begins this long after the check's own patience has passed."""
SURE_S = 0.3
"""A hold that exceeds what is asked for by less may be measured as too short."""
END_WORDS = "Lower slowly"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: of which kind, when (s), what was heard, and why it is wrong."""

    kind: Kind
    t: float
    say: str
    why: str


@dataclass(slots=True)
class Audit:
    """The result of one session.

    Attributes
    ----------
    words : int
        How often something was spoken.
    findings : list of Finding
        All that is wrong, by time.
    ends_s, countdowns_s, corrections_s : list of float
        How far each word is from its moment, in seconds; of a correction, from the beginning of the fault.
    """

    words: int = 0
    findings: list[Finding] = field(default_factory=list)
    ends_s: list[float] = field(default_factory=list)
    countdowns_s: list[float] = field(default_factory=list)
    corrections_s: list[float] = field(default_factory=list)

    def number_of(self, kind: Kind) -> int:
        """Return how often something of a kind is wrong."""
        return sum(finding.kind == kind for finding in self.findings)


def audit(truth: TrueSession, heard: Sequence[Utterance], requests: Mapping[str, str]) -> Audit:
    """Hold what was heard against what is true.

    Parameters
    ----------
    truth : TrueSession
        What is true.
    heard : sequence of Utterance
        What was heard, in order.
    requests : mapping of str to str
        What each request about camera and place is about, by its words.
    """
    result = Audit(len(heard))
    for one in heard:
        if why := why_false(Moment(truth, one.t), one.say, requests):
            result.findings.append(Finding("false words", one.t, one.say, why))
    understood = [one for one in heard if one.is_understood]
    for attempt, end_s in _with_ends(truth.attempts):
        if not attempt.optional:
            near = [one for one in understood if attempt.start_s <= one.t < end_s]
            result.findings += _hold_end(truth, attempt, near, result)
            result.findings += _count(attempt, near)
            result.findings += _corrections(truth, attempt, near, understood, result)
    result.findings.sort(key=lambda finding: finding.t)
    return result


def _with_ends(attempts: Sequence[TrueAttempt]) -> Iterator[tuple[TrueAttempt, float]]:
    """Yield each attempt with the time up to which words may be about it: the next one is held then."""
    for attempt, coming in pairwise((*attempts, None)):
        assert attempt is not None  # only the last of the pairs has no second
        yield attempt, min(coming.hold_start_s if coming else math.inf, attempt.end_s + AFTER_S)


def _hold_end(truth: TrueSession, attempt: TrueAttempt, near: Sequence[Utterance], result: Audit) -> Iterator[Finding]:
    """Yield what is wrong with the countdown and the end of a hold that reaches what is asked for."""
    reached_s, asked = reach_s(truth, attempt), asked_s(truth, attempt)
    held_until_s = min(attempt.hold_end_s, attempt.late_s or math.inf)  # it may be said to end when it gets worse
    if reached_s is None or asked is None or held_until_s - reached_s < SURE_S:
        return
    off = _nearest(near, reached_s, END_WORDS)
    if off is None or abs(off) > END_WITHIN_S:
        yield Finding("missing end", reached_s, END_WORDS, "is not heard" if off is None else f"is off by {off:+.2f} s")
    result.ends_s += [] if off is None else [off]
    counted = _counted_last(asked) if attempt.faults else min(LAST_S, math.ceil(asked) - 1)
    for n in range(counted, 0, -1):
        off = _nearest(near, reached_s - n, n)
        if off is None or abs(off) > COUNTDOWN_WITHIN_S:
            why = "is not heard" if off is None else f"is off by {off:+.2f} s"
            yield Finding("countdown", reached_s - n, str(n), why)
        result.countdowns_s += [] if off is None else [off]


def _counted_last(asked: float) -> int:
    """Return how many last seconds of a hold are counted, whatever there is to correct."""
    return int(max(0.0, min(LAST_S, asked - TO_CORRECT_S)))


def _nearest(near: Sequence[Utterance], t: float, what: str | int) -> float | None:
    """Return by how much the nearest of such words is too late (s); None when there are none."""
    offs = [one.t - t for one in near if what in (one.say.rstrip("."), _second(one))]
    return min(offs, key=abs, default=None)


def _second(one: Utterance) -> int | None:
    """Return the second that is counted, None for other words."""
    return number_in(one.say) if one.say[:1].islower() else None


def _count(attempt: TrueAttempt, near: Sequence[Utterance]) -> Iterator[Finding]:
    numbers = [
        one for one in near if one.t >= attempt.hold_end_s - SLACK_S and number_in(sentences(one.say)[0]) is not None
    ]
    if not any(one.say[0].isupper() or one.say[0].isdigit() for one in numbers):
        yield Finding("missing count", attempt.end_s, "", "no number is heard for this attempt")


def _corrections(
    truth: TrueSession, attempt: TrueAttempt, near: Sequence[Utterance], understood: Sequence[Utterance], result: Audit
) -> Iterator[Finding]:
    """Yield what is wrong with the correction of an attempt with faults; one of several may stand for all."""
    found = [(check, begin_s, _said(near, check)) for check, begin_s in faults_of(attempt)]
    heard = [(check, begin_s, t) for check, begin_s, t in found if t is not None]
    if found and not heard:
        check, begin_s, _ = found[0]
        yield Finding("missing correction", begin_s, check.say, f"{check.code} is not corrected")
    for check, begin_s, t in heard[:1]:
        begin_s = _tellable_s(truth, attempt, check, begin_s)
        delay_s = t - max(begin_s, _due_again_s(understood, check, t))
        result.corrections_s.append(delay_s)
        if delay_s > check.patience_s + CORRECT_WITHIN_S:
            yield Finding("late correction", t, check.say, f"{delay_s:.1f} s after {check.code} began")


def _tellable_s(truth: TrueSession, attempt: TrueAttempt, check: Check, begin_s: float) -> float:
    """Return from when on a fault may be corrected: its beginning, or the end of the attempt.

    The last seconds of a hold are counted. A correction that would run into them comes when the attempt is over.
    """
    reached_s, asked = reach_s(truth, attempt), asked_s(truth, attempt)
    if reached_s is None or asked is None:
        return begin_s
    shows_s = begin_s + check.patience_s + SLACK_S
    until_s = reached_s - _counted_last(asked) - spoken_s(check.say)
    return begin_s if shows_s <= until_s else attempt.end_s


def _said(near: Sequence[Utterance], check: Check) -> float | None:
    """Return when a correction is first heard (s), or the warning that names the same remedy; None when neither is."""
    words = {check.say, check.warn[1] if check.warn else check.say}
    return next((one.t for one in near if words.intersection(sentences(one.say))), None)


def _due_again_s(understood: Sequence[Utterance], check: Check, t: float) -> float:
    """Return from when on a correction may be repeated that was last heard before `t`."""
    before = [one.t for one in understood if one.t < t and check.say in sentences(one.say)]
    return before[-1] + AGAIN_S if before else -math.inf
