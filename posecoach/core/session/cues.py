"""Spoken cues and tones, and the queue that decides which one comes next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal

from posecoach.translation import N_, joined

Tone = Literal["hold_reached", "form_lost", "hold_done"]

AGAIN_S = 7.0
"""A correction is repeated after this time: sooner is nagging, later is forgotten (6-8 s are advised)."""
FRESH_S = 2.0
"""A cue that could not begin within this time is usually too late."""
REMIND_S = 12.0
"""A request is repeated after this time: getting up and turning the laptop takes some seconds."""
PAUSE_S = 0.3
"""Silence between two cues."""
LAST_WAITS_S = 6.0
"""The last words of a session wait so long for those before them."""
UNHEARD = 0.5
"""Words that are cut while more than this share of their time is left are not understood."""
WORD_S = 0.4
"""Time to speak a word, at 150 words a minute."""
# TRANSLATORS: Spoken, one at a time: the countdown, and the seconds of a hold.
NUMBERS = (
    N_("one"),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
    N_("ten"),
)
# TRANSLATORS: The same at the beginning of a sentence, such as "{number} held longer than last time."
FIRST_NUMBERS = (
    N_("One"),
    N_("Two"),
    N_("Three"),
    N_("Four"),
    N_("Five"),
    N_("Six"),
    N_("Seven"),
    N_("Eight"),
    N_("Nine"),
    N_("Ten"),
)
"""Numbers from 1 on, as words: a voice says them more clearly than digits."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One spoken message or tone.

    Attributes
    ----------
    t : float
        When it was decided, in seconds of the stream.
    say : str
        At most seven words; empty for a tone alone.
    tone : Tone or None
        A short sound before the words.
    urgent : bool
        Whether it interrupts the cue that is being spoken.
    fresh_s : float
        Seconds after which it is too late to begin.
    """

    t: float
    say: str = ""
    tone: Tone | None = None
    urgent: bool = False
    fresh_s: float = FRESH_S


class Priority(IntEnum):
    """How much a cue matters; see `may_cut`."""

    INFO = 0  # the exercise's name, reminders
    COUNT = 1
    STEP = 2
    CORRECTION = 3
    MOMENT = 4  # a countdown, or the end of a hold or an attempt
    STOP = 5


def may_cut(priority: Priority, spoken: Priority) -> bool:
    """Whether a cue interrupts the one that is spoken: the others wait, for sentences are understood only when whole.

    A countdown, the end of a hold, and a stop do not wait; a correction waits for everything but information.
    """
    return priority > spoken and (
        priority >= Priority.MOMENT or (priority, spoken) == (Priority.CORRECTION, Priority.INFO)
    )


def spoken_number(n: int, words: Sequence[str] = NUMBERS) -> str:
    """Return a number as the voice says it; with `FIRST_NUMBERS` as a sentence begins with it."""
    return words[n - 1] if 0 < n <= len(words) else str(n)


def spoken_s(say: str) -> float:
    """Return about how long it takes to speak these words, with the silence after them, in seconds."""
    return WORD_S * len(say.split()) + PAUSE_S


class CueQueue:
    """Waiting cues: one is spoken at a time, the most important first, and stale ones are dropped."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Priority, Cue]] = []
        self._speaking, self._free_t = Priority.INFO, -math.inf
        self._say = ""
        self._said_t: dict[str, float] = {}

    def add(
        self, priority: Priority, t: float, say: str = "", tone: Tone | None = None, fresh_s: float = FRESH_S
    ) -> None:
        """Queue a cue."""
        self._waiting.append((priority, Cue(t, say, tone, fresh_s=fresh_s)))

    def next(self, t: float) -> Cue | None:
        """Take the most important cue, if nothing is being spoken or it may interrupt that."""
        self._waiting = [(priority, cue) for priority, cue in self._waiting if t - cue.t <= cue.fresh_s]
        if not self._waiting:
            return None
        best = max(self._waiting, key=lambda item: (item[0], -item[1].t))
        priority, cue = best
        busy = t < self._free_t
        if busy and not may_cut(priority, self._speaking):
            return None
        self._waiting.remove(best)
        if priority >= Priority.CORRECTION:  # the small talk before it no longer matters
            self._waiting = [item for item in self._waiting if item[0] >= Priority.STEP]
        if priority == Priority.MOMENT:  # nor does what was to be better
            self._waiting = [item for item in self._waiting if item[0] != Priority.CORRECTION]
        elif priority == Priority.STOP:  # nor anything else: nobody is urged on after a stop
            self._waiting.clear()
        if busy and self._free_t - t > UNHEARD * spoken_s(self._say):  # cut at once: it was not understood
            self.forget(self._say)
        self._speaking, self._free_t, self._say = priority, t + spoken_s(cue.say), cue.say
        self._said_t[cue.say] = t
        return replace(cue, t=t, urgent=busy)

    def last(self, t: float) -> Cue | None:
        """Take all that is left and matters as one cue, to be spoken after the present one."""
        stop = any(priority == Priority.STOP for priority, _ in self._waiting)
        least = Priority.STOP if stop else Priority.STEP
        left = sorted((item for item in self._waiting if item[0] >= least), key=lambda item: -item[0])
        self._waiting.clear()
        words = joined(cue.say for _, cue in left if cue.say)
        return Cue(t, words, fresh_s=LAST_WAITS_S) if words else None

    def is_due(self, t: float, say: str, after_s: float) -> bool:
        """Whether to say these words: not queued, and not said in the last `after_s` seconds."""
        return t - self._said_t.get(say, -math.inf) >= after_s and all(cue.say != say for _, cue in self._waiting)

    def was_said(self, say: str, since_t: float, until_t: float) -> bool:
        """Whether these words were begun at `since_t` seconds or later, and could be understood by `until_t`."""
        return since_t <= self._said_t.get(say, -math.inf) <= until_t - UNHEARD * spoken_s(say)

    def was_said_after(self, say: str, other: str) -> bool:
        """Whether these words were last begun after the `other` ones."""
        return self._said_t.get(say, -math.inf) > self._said_t.get(other, -math.inf)

    def drop(self, most: Priority) -> None:
        """Leave unsaid what is waiting and matters no more than this."""
        self._waiting = [item for item in self._waiting if item[0] > most]

    def forget(self, say: str) -> None:
        """Make these words due again."""
        self._said_t.pop(say, None)
