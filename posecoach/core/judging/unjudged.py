"""Says why a check could not be made: what was to be checked, and what is in the way.

One sentence serves the screen, the voice, which speaks the part after the colon, and the reports.
"""

from __future__ import annotations

from posecoach.core.exercise.exercise import Check
from posecoach.core.judging.events import Unjudged

_ASPECTS = {
    "too_high": "height",
    "too_low": "height",
    "high": "height",
    "low": "height",
    "lifted": "height",
    "down": "height",
    "bent": "angle",
    "uneven": "height difference",
    "not_level": "level",
    "forward": "position",
}
"""How the codes of faults end, and what such a check looks at; longer endings first."""
_WHOLE = {
    "same_side": "arm and leg on opposite sides",
    "lowered_fast": "speed of lowering",
    "short_hold": "length of the hold",
    "held_too_long": "length of the hold",
}
"""Codes that name no part of the body."""
_ONE = {
    "arms": "arm",
    "elbows": "elbow",
    "feet": "foot",
    "heels": "heel",
    "hips": "hip",
    "knees": "knee",
    "legs": "leg",
}
"""One of each part, as it stands before its aspect: the height of the legs is the leg height."""


def unjudged(check: Check, label: str, first: Check | None = None, turned: bool = False) -> Unjudged:
    """Return that a check was not made, with the reason.

    Parameters
    ----------
    check : Check
        The check without a value.
    label : str
        The label of its measure, such as ``left leg`` or ``knee angle``.
    first : Check, optional
        The check whose fault leaves this one without a meaning, such as a bent knee the height of its leg.
    turned : bool
        Whether the body is turned too far for it; otherwise it was not seen well enough.

    Examples
    --------
    >>> from posecoach.exercises import EXERCISES
    >>> arm_low = EXERCISES["bird_dog"].checks[-1]
    >>> unjudged(arm_low, "stretched arm").reason
    'Arm height not judged: I cannot see your stretched arm well enough.'
    """
    return Unjudged(check.code, not_judged(check, label, first, turned))


def not_judged(check: Check, label: str, first: Check | None = None, turned: bool = False) -> str:
    """Return why a check cannot be made, as a sentence with the reason after the colon; see `unjudged`."""
    what = aspect(check.code)
    why = f"I cannot see your {part(label)} well enough."
    if first or turned:
        why = f"{_lower(first.say)} first." if first else "turn the camera to face your side."
    return f"{what[0].upper()}{what[1:]} not judged: {why}"


def cannot_see(label: str) -> str:
    """Return that a measure which an exercise needs is not seen, as a sentence, from the measure's label."""
    return f"I cannot see your {part(label)} well enough to judge."


def aspect(code: str) -> str:
    """Return what a fault's code is about, without saying what is wrong: ``knees_bent`` is about the knee angle."""
    if code in _WHOLE:
        return _WHOLE[code]
    for ending, what in _ASPECTS.items():
        body, found, rest = code.rpartition(f"_{ending}")
        if found and not rest:
            *words, last = body.split("_")
            return " ".join((*words, _ONE.get(last, last), what))
    return code.replace("_", " ")


def part(label: str) -> str:
    """Return the part of the body that a measure's label names, without its side and without what is measured."""
    return label.removeprefix("left ").removeprefix("right ").removesuffix(" angle")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
