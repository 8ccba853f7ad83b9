"""Says why a check could not be made: what was to be checked, and what is in the way.

One sentence serves the screen and the reports; what the voice says of it is in `posecoach.core.session.reminders`.
"""

from __future__ import annotations

from posecoach.core.exercise.exercise import Check
from posecoach.core.exercise.measures import without_side
from posecoach.core.judging.events import Unjudged
from posecoach.translation import N_

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
# TRANSLATORS: The next messages stand for {what} in "{what} not judged: ...".
OWN_ASPECTS = (
    N_("Arm and leg on opposite sides"),
    N_("Arm height"),
    N_("Back level"),
    N_("Elbow position"),
    N_("Foot height"),
    N_("Hip height"),
    N_("Knee angle"),
    N_("Leg height"),
    N_("Leg height difference"),
    N_("Length of the hold"),
    N_("Lifted knee angle"),
    N_("Speed of lowering"),
    N_("Standing knee angle"),
    N_("Trunk height"),
)
"""What the checks of posecoach's own exercises look at, for translators."""
_PARTS = {
    "hip angle": N_("hip"),
    "knee angle": N_("knee"),
    "elbow angle": N_("elbow"),
    "shoulder angle": N_("shoulder"),
}
"""Labels that do not name a part of the body, and the part that must be seen."""

# TRANSLATORS: {part} is a part of the body. Word this so that its gender does not matter: "Not well seen: {part}".
PART_UNSEEN = N_("{what} not judged: I cannot see your {part} well enough.")
TURNED_AWAY = N_("{what} not judged: turn the camera to face your side.")
# TRANSLATORS: {say} is a correction, such as "Straighten the raised leg".
OTHER_FIRST = N_("{what} not judged. First: {say}.")
NEEDED_UNSEEN = N_("I cannot see your {part} well enough to judge.")


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
    """Return why a check cannot be made, as a sentence; see `unjudged`."""
    what = aspect(check.code)
    what = N_(what[0].upper() + what[1:])
    if first:
        return N_(OTHER_FIRST, what=what, say=first.say)
    if turned:
        return N_(TURNED_AWAY, what=what)
    return N_(PART_UNSEEN, what=what, part=part(label))


def cannot_see(label: str) -> str:
    """Return that a measure which an exercise needs is not seen, as a sentence, from the measure's label."""
    return N_(NEEDED_UNSEEN, part=part(label))


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
    unsided = without_side(label)
    return _PARTS.get(unsided, unsided)
