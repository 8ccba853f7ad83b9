"""What is heard of the ordered cues: the rules of the real voice (`posecoach.feedback.voice`), without its sound."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from posecoach.core.session.cues import Cue, spoken_s

UNDERSTOOD = 0.5
"""Share of the time of some words after which they are understood although they are cut."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words that are heard, with the seconds at which they begin and end."""

    t: float
    until_s: float
    say: str

    @property
    def is_understood(self) -> bool:
        """Whether the words were not cut too early."""
        return self.until_s - self.t >= UNDERSTOOD * spoken_s(self.say)


def heard(cues: Iterable[Cue]) -> list[Utterance]:
    """Return what is heard: while a cue is spoken only the newest waits, an urgent one cuts it, a stale one is lost."""
    spoken: list[Utterance] = []
    waiting: Cue | None = None
    for cue in (*cues, None):
        t, free_s = cue.t if cue else math.inf, spoken[-1].until_s if spoken else -math.inf
        if waiting and free_s <= t:
            spoken += [_begun(waiting, free_s)] if free_s - waiting.t <= waiting.fresh_s else []
            waiting, free_s = None, spoken[-1].until_s
        if cue and cue.urgent and t < free_s:
            spoken[-1], free_s = replace(spoken[-1], until_s=t), t
        if cue and free_s <= t:
            spoken.append(_begun(cue, t))
            waiting = None
        elif cue:
            waiting = cue
    return [one for one in spoken if one.say]


def _begun(cue: Cue, t: float) -> Utterance:
    return Utterance(t, t + spoken_s(cue.say), cue.say)
