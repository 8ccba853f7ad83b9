"""When words about a movement are true: numbers, praise, corrections, and the beginning and end of a hold.

A rule takes the moment and what the words name; it returns why they are false, and an empty text when they are true.
"""

from __future__ import annotations

from hearing.moments import SLACK_S, Moment, asked_s, faults_of, is_open, reach_s
from posecoach.core.exercise.exercise import Check
from posecoach.exercises.registry import EXERCISES

HELD_SHARE = 0.9
"""Share of the hold that was asked for, from which an attempt may be praised: people count no better."""
COUNT_IN = 3
"""The count-in begins with this number."""
SECOND_S = 1.0
"""A spoken second is one at all when it is this near to its moment; how near it should be is judged elsewhere."""


def attempt_number(moment: Moment, n: int) -> str:
    """Judge the number of an attempt that is over; those given up early may be counted or not."""
    last = moment.last
    if last is None:
        return "a count before any attempt is over"
    done = moment.done()[None if moment.truth.free else last.side]
    optional = sum(one.optional for one in moment.truth.attempts if one.hold_end_s <= last.hold_end_s)
    return "" if done - optional <= n <= done else f"a wrong count: {done} are done"


def second(moment: Moment, n: int) -> str:
    """Judge a second of a hold, passed or left, or of the count-in."""
    if moment.held is None:
        return "a second of no hold" if not moment.may_hold_more and (moment.running or n > COUNT_IN) else ""
    passed_s, asked = moment.t - moment.held.hold_start_s, asked_s(moment.truth, moment.held)
    off_s = [abs(passed_s - n), abs(asked - n - passed_s) if asked else SECOND_S + 1]
    return "" if min(off_s) <= SECOND_S else f"a wrong second: {passed_s:.1f} s are held"


def praise(moment: Moment, _: object) -> str:
    """Judge the praise of the last attempt."""
    last = moment.last
    if last is None:
        return "a praise before any attempt is over"
    if last.faults:
        return f"a praise for {', '.join(sorted(last.faults))}"
    asked, held_s = asked_s(moment.truth, last) or 0.0, last.hold_end_s - last.hold_start_s
    return "" if held_s >= HELD_SHARE * asked else f"a praise for {held_s:.1f} s of {asked:.0f}"


def corrected(moment: Moment, _: object) -> str:
    """Judge the praise for a fault that was corrected within a hold."""
    if moment.held is None or moment.held.hold_end_s < moment.t:
        return "" if moment.may_hold_more else "a praise for no hold"
    wrong = [check.code for check, begin_s in faults_of(moment.held) if check.during == "hold" and begin_s <= moment.t]
    return f"a praise while there is {', '.join(wrong)}" if wrong else ""


def hold(moment: Moment, _: object) -> str:
    """Judge that a hold begins."""
    return "" if moment.held or moment.may_hold_more else "nothing is held"


def hold_end(moment: Moment, _: object) -> str:
    """Judge that a hold has lasted as long as it was asked for."""
    if moment.held is None:
        return "" if moment.may_hold_more else "nothing is held"
    reached_s = reach_s(moment.truth, moment.held)
    early = reached_s is None or moment.t < reached_s - SLACK_S
    return f"the hold of {asked_s(moment.truth, moment.held) or 0:.0f} s is not reached" if early else ""


def correction(moment: Moment, say: str) -> str:
    """Judge a correction, during an attempt or after it."""
    attempt = moment.spoken_of
    if attempt is None:
        return "a correction of no attempt"
    codes = {check.code for check in EXERCISES[attempt.exercise].checks if check.say == say}
    if attempt.optional or any(code in attempt.faults or is_open(attempt, code) for code in codes):
        return ""
    return f"a correction of a fault that is not there ({', '.join(sorted(codes)) or 'another exercise'})"


def warning(moment: Moment, check: Check) -> str:
    """Judge the warning before a hold becomes too long."""
    from_s = check.warn[0] if check.warn else 0.0
    early = moment.held is None or moment.t < moment.held.hold_start_s + from_s - SLACK_S
    return "a warning too early" if early else ""


def other_side(moment: Moment, _: object) -> str:
    """Judge the request to change sides."""
    done = moment.done()
    this = moment.last.side if moment.last else None
    others = sum(n for side, n in done.items() if side != this)
    return "" if this and others < done[this] else "the other side is not behind"
