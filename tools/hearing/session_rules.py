"""When words about the session are true: what comes next, what to do, who is in view, and how it ends.

A rule takes the moment and what the words name; it returns why they are false, and an empty text when they are true.
"""

from __future__ import annotations

from hearing.moments import Moment, is_open
from hearing.movement_rules import praise
from hearing.programs import EMPTY_S
from posecoach.exercises.registry import EXERCISES

BEGUN_S = 1.0
"""An attempt is noticed within this time; until then it may be asked for."""
BACK_S = 3.0
"""A return is said within this time: whoever is seen after nobody was is believed after 1 s."""


def _is_under_way(moment: Moment) -> bool:
    """Whether the person has begun an attempt, long enough to be noticed, and has not held it yet to its end."""
    now = moment.running
    return now is not None and now.start_s + BEGUN_S < moment.t < now.hold_end_s


def title(moment: Moment, exercise_id: str) -> str:
    """Judge the name of an exercise: the chosen one, or in free practice the one that is done."""
    now = moment.running or (None if moment.truth.free else moment.coming or moment.last)
    return "" if now and now.exercise == exercise_id else "another exercise"


def start_pose(moment: Moment, exercise_id: str) -> str:
    """Judge the request for a start pose."""
    last, coming = moment.last, moment.coming
    if _is_under_way(moment):
        return "asks for the start pose during an attempt"
    if coming and coming.exercise != exercise_id:
        return "the start pose of another exercise"
    taken_up = last and coming and last.exercise == coming.exercise and moment.t - last.end_s > BEGUN_S
    return "asks for a start pose that is taken up" if taken_up else ""


def movement(moment: Moment, exercise_id: str) -> str:
    """Judge the request to begin a movement."""
    if _is_under_way(moment):
        return "asks for what is being done"
    return "" if not moment.coming or moment.coming.exercise == exercise_id else "the movement of another exercise"


def beginning(moment: Moment, _: object) -> str:
    """Judge the words around a count-in."""
    return "an attempt is under way" if _is_under_way(moment) else ""


def rest(moment: Moment, seconds: str) -> str:
    """Judge the announcement of a rest."""
    return beginning(moment, None) or ("" if float(seconds) == moment.truth.rest_s else "another rest")


def coming(moment: Moment, exercise_id: str | None) -> str:
    """Judge the name of the exercise after a rest."""
    return "" if moment.coming and moment.coming.exercise == exercise_id else "another exercise is next"


def all_done(moment: Moment, _: object) -> str:
    """Judge that everything was done."""
    return "attempts are left" if any(one.hold_end_s > moment.t for one in moment.truth.attempts) else ""


def balance(moment: Moment, numbers: tuple[int | None, int | None]) -> str:
    """Judge how many attempts of all were in good form."""
    every = moment.truth.attempts
    good = sum(not praise(Moment(moment.truth, one.hold_end_s), None) for one in every)
    return all_done(moment, None) or ("" if numbers == (good, len(every)) else f"{good} of {len(every)} are good")


def set_balance(moment: Moment, numbers: tuple[int | None, int | None]) -> str:
    """Judge how many attempts at the exercise that is over were in good form."""
    over = [one for one in moment.truth.attempts if one.hold_end_s <= moment.t]
    own = [one for one in over if one.exercise == over[-1].exercise]
    good = sum(not praise(Moment(moment.truth, one.hold_end_s), None) for one in own)
    return "" if numbers == (good, len(own)) else f"{good} of {len(own)} are good"


def same_again(moment: Moment, _: object) -> str:
    """Judge that nothing is to be better next time."""
    poor = sum(bool(one.faults) for one in moment.truth.attempts)
    return f"{poor} attempts have faults" if poor else ""


def next_time(moment: Moment, say: str) -> str:
    """Judge what is to be better next time: a correction, in any letters; attempts given up may be called poor."""
    may_be_said = {
        check.say.lower()
        for one in moment.truth.attempts
        for check in EXERCISES[one.exercise].checks
        if one.optional or check.code in one.faults or is_open(one, check.code)
    }
    return "" if say.lower() in may_be_said else "a correction of no fault"


def away(moment: Moment, _: object) -> str:
    """Judge that the person is out of view, or back."""
    around = any(-EMPTY_S <= moment.t - back_s <= BACK_S for back_s in moment.truth.returns_s)
    return "" if around else "the person is in view"


def free_practice(moment: Moment, _: object) -> str:
    """Judge that any exercise may be done."""
    return "" if moment.truth.free else "the exercise is chosen"


def never(moment: Moment, _: object) -> str:
    """Judge what is never true of a recording: nobody pauses, leaves, or stops for pain."""
    return "nothing of the kind happens in the recording"


def always(moment: Moment, _: object) -> str:
    """Judge what is always true: in the end the recording stops."""
    return ""
