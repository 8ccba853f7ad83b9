"""Finds false words: each sentence that can be spoken has a rule that says when it is true.

A sentence without a rule is unknown, and counts as false: new words of the coach need a rule here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from hearing import movement_rules as movements
from hearing import session_rules as sessions
from hearing.moments import Moment
from posecoach.core.session.cues import NUMBERS
from posecoach.exercises.registry import BUILT_IN

Rule = Callable[[Moment, Any], str]
"""Takes the moment and what the words name; returns why they are false, empty when they are true."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_BALANCE = re.compile(r"Done: (\w+) of (\w+) in good form")
_SET = re.compile(r"(\w+) of (\w+) in good form")
_REST, _NEXT = re.compile(r"Rest (\d+) seconds"), re.compile(r"Next: (.+)")
_NEXT_TIME = re.compile(r"Next time: (.+)")
_TITLES = {exercise.title: exercise.id for exercise in BUILT_IN}
_CHECKS = [check for exercise in BUILT_IN for check in exercise.checks]

_RULES: dict[str, tuple[Rule, Any]] = {
    "Well done": (movements.praise, None),
    "Good, hold": (movements.corrected, None),
    "Hold": (movements.hold, None),
    "Lower slowly": (movements.hold_end, None),
    "Other side": (movements.other_side, None),
    "Begin": (sessions.beginning, None),
    "Ready: three": (sessions.beginning, None),
    "Do any of the exercises": (sessions.free_practice, None),
    "That was all for today": (sessions.all_done, None),
    "Next time the same, unless it hurts": (sessions.same_again, None),
    "Stopped": (sessions.always, None),
    "Everything is saved": (sessions.always, None),
    "I see you again": (sessions.away, None),
    "I cannot see you": (sessions.away, None),
    "Not everything could be saved": (sessions.never, None),
    "Nobody here: the session ends": (sessions.never, None),
    "Rest now": (sessions.never, None),
    "Raise one arm to skip": (sessions.never, None),
    "Lower the arm to skip": (sessions.never, None),
    "Skipped": (sessions.never, None),
    "The set starts again": (sessions.never, None),
    "Lower the arm": (sessions.never, None),
    "Raise it again to go on": (sessions.never, None),
    "Paused": (sessions.never, None),
    "Continuing": (sessions.never, None),
    "Raise one arm to go on": (sessions.never, None),
    "I have no picture": (sessions.never, None),
    "The picture is back": (sessions.never, None),
    **{check.say: (movements.correction, check.say) for check in _CHECKS},
    **{check.praise.rstrip("."): (movements.corrected, None) for check in _CHECKS if check.praise},
    **{check.warn[1]: (movements.warning, check) for check in _CHECKS if check.warn},
    **{title: (sessions.title, id_) for title, id_ in _TITLES.items()},
}


def sentences(say: str) -> list[str]:
    """Return the sentences of spoken words, without their full stops."""
    return [part.rstrip(".") for part in _SENTENCE.split(say)]


def number_in(word: str) -> int | None:
    """Return the number that is spoken, None for another word."""
    if word.isdecimal():
        return int(word)
    return NUMBERS.index(word.lower()) + 1 if word.lower() in NUMBERS else None


def is_known(say: str) -> bool:
    """Whether there is a rule for all sentences of some words."""
    return all(_rule(sentence)[0] for sentence in sentences(say))


def why_false(moment: Moment, say: str, requests: Mapping[str, str]) -> str:
    """Return what is false of some spoken words; empty for nothing.

    Parameters
    ----------
    moment : Moment
        When they begin.
    say : str
        The words.
    requests : mapping of str to str
        What each request about camera and place is about, by its words.
    """
    about = requests.get(say)
    if about and not is_known(say):
        return "" if about in moment.truth.requests else f"a request ({about}) that the truth does not call for"
    rules = [_rule(sentence) for sentence in sentences(say)]
    whys = (rule(moment, named) if rule else "unknown words" for rule, named in rules)
    return "; ".join(filter(None, whys))


def _rule(sentence: str) -> tuple[Rule | None, Any]:
    """Return the rule of a sentence, and what the sentence names; no rule for unknown words."""
    if sentence in _RULES:
        return _RULES[sentence]
    n = number_in(sentence)
    if n is not None:
        return (movements.second if sentence[0].islower() else movements.attempt_number), n
    if match := _BALANCE.fullmatch(sentence):
        return sessions.balance, (number_in(match[1]), number_in(match[2]))
    if match := _SET.fullmatch(sentence):
        return sessions.set_balance, (number_in(match[1]), number_in(match[2]))
    if match := _REST.fullmatch(sentence):
        return sessions.rest, match[1]
    if match := _NEXT.fullmatch(sentence):
        return sessions.coming, _TITLES.get(match[1])
    if match := _NEXT_TIME.fullmatch(sentence):
        return sessions.next_time, match[1]
    return _request(sentence)


def _request(sentence: str) -> tuple[Rule | None, Any]:
    """Return the rule of a request for a start pose or a movement; several exercises may share its words."""
    for exercise in BUILT_IN:
        cues = exercise.prescription
        if sentence == cues.start_cue.rstrip("."):
            return sessions.start_pose, exercise.id
        if sentence == cues.movement_cue.rstrip("."):
            return sessions.movement, exercise.id
    return None, None
