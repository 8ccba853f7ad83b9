"""What to say and when: the one thing that helps most now, in at most seven words.

The person lies on the floor and listens. So: one thing at a time, the most important first, the same correction not
again for a while, a fault put right is acknowledged, the hold is counted, and what was not seen is never praised.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal

from posecoach.core.judging.events import (
    Event,
    FaultCleared,
    FaultRaised,
    HoldEnded,
    HoldReached,
    HoldStarted,
    Rep,
    RepDone,
    Update,
)
from posecoach.core.judging.view_quality import NOBODY
from posecoach.core.session.scene import Ended, SessionState

Tone = Literal["hold_reached", "form_lost", "hold_done"]

AGAIN_S = 7.0
"""The same words are not said again sooner: sooner is nagging, later is forgotten (6-8 s are advised)."""
REMIND_S = 12.0
"""What is still waited for is said again after so long: getting up and turning the laptop takes some seconds."""
PAUSE_S = 0.3
"""Silence between two cues."""
WORD_S = 0.4
"""Time to speak a word, at 150 words a minute."""
EVERY_S = 5
"""The hold is counted at such steps (seconds)."""
LAST_S = 3
"""So many last seconds of a hold are counted."""
UNSEEN_S = 2.0
"""What cannot be judged is said when it has lasted so long: people turn and pass by."""
NUMBERS = ("", *["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])


@dataclass(frozen=True, slots=True)
class Cue:
    """Something to be heard.

    Attributes
    ----------
    t : float
        When it was decided, in seconds of the stream.
    say : str
        At most seven words; empty for a tone alone.
    tone : Tone or None
        A short sound that comes before the words.
    urgent : bool
        Whether it cuts short what is being said.
    fresh_s : float
        It is not worth hearing any more when it could not begin within so many seconds.
    """

    t: float
    say: str = ""
    tone: Tone | None = None
    urgent: bool = False
    fresh_s: float = 2.0


class Weight(IntEnum):
    """How much a cue matters; one that matters more cuts short what is being said."""

    TALK = 0
    COUNT = 1
    TURN = 2
    FORM = 3
    STOP = 4


def number(n: int) -> str:
    """Return a number as it is spoken."""
    return NUMBERS[n] if 0 < n < len(NUMBERS) else str(n)


def short(sentence: str) -> str:
    """Return what of a sentence is spoken: its remedy, which follows the colon, or its main clause."""
    return sentence.rpartition(": ")[2].partition(" well enough")[0].rstrip(".").capitalize().replace(" i ", " I ")


def _is_reached(update: Update) -> bool:
    """Whether the hold is as long as asked: to be lowered now, and no more to be corrected."""
    return update.hold_target_s is not None and update.hold_s >= update.hold_target_s


ENDINGS: dict[Ended, str] = {
    "complete": "That was all for today.",
    "nobody": "Nobody here: everything is saved.",
    "pain": "Stopped. Rest now. Everything is saved.",
    "quit": "Stopped. Everything is saved.",
}


class Cues:
    """Decides what is to be heard; a pure function of the updates and scenes so far."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Weight, Cue]] = []
        self._saying, self._free_t = Weight.TALK, -math.inf
        self._said_t: dict[str, float] = {}
        self._before = SessionState("done")
        self._exercise: str | None = None
        self._raised: set[str] = set()
        self._counted_s = 0
        self._unseen_since = math.inf

    def update(self, update: Update, scene: SessionState) -> Cue | None:
        """Take one frame; return what is to be heard now, None for nothing."""
        t, before, self._before = update.t, self._before, scene
        if (scene.stage, scene.title, scene.count) != (before.stage, before.title, before.count):
            self._enter(update, scene, before)
        if scene.stage == "work":
            self._name(update, scene)
            for event in update.events:
                self._hear(t, event, update, scene)
            self._hold(update)
        if scene.stage in ("start_pose", "work"):
            self._unseen(update)
        self._remind(update, scene)
        return self._next(t)

    def _wish(self, weight: Weight, t: float, say: str = "", tone: Tone | None = None, fresh_s: float = 2.0) -> None:
        """Put something on the list of what is to be heard."""
        self._waiting.append((weight, Cue(t, say, tone, fresh_s=fresh_s)))

    def _next(self, t: float) -> Cue | None:
        """Take the weightiest of what waits, if nobody speaks or it matters more than what is being said."""
        self._waiting = [(weight, cue) for weight, cue in self._waiting if t - cue.t <= cue.fresh_s]
        if not self._waiting:
            return None
        best = max(self._waiting, key=lambda wish: (wish[0], -wish[1].t))
        weight, cue = best
        busy = t < self._free_t
        if busy and weight <= self._saying:
            return None
        self._waiting.remove(best)
        if weight >= Weight.FORM:  # what led up to it is of no interest any more
            self._waiting = [wish for wish in self._waiting if wish[0] >= Weight.TURN]
        self._saying, self._free_t = weight, t + WORD_S * len(cue.say.split()) + PAUSE_S
        self._said_t[cue.say] = t
        return replace(cue, t=t, urgent=busy)

    def _again(self, t: float, say: str, after_s: float) -> bool:
        """Whether these words are due: never said, or long ago."""
        return t - self._said_t.get(say, -math.inf) >= after_s and all(cue.say != say for _, cue in self._waiting)

    # -- the session ---------------------------------------------------------------------------------------

    def _enter(self, update: Update, scene: SessionState, before: SessionState) -> None:
        t, stage = update.t, scene.stage
        if stage == "start_pose" or (stage == "work" and not scene.title):
            if before.stage in ("paused", "out_of_view"):
                self._wish(Weight.TURN, t, "Going on." if before.stage == "paused" else "I see you again.")
            self._wish(Weight.TURN, t, scene.title or "Do any of the exercises.", fresh_s=6.0)
            self._said_t.pop(scene.start_cue, None)
        elif stage == "count_in":
            self._wish(Weight.TURN, t, f"Ready: {number(scene.count)}" if scene.count == 3 else number(scene.count))
        elif stage == "work" and before.stage == "count_in":
            self._wish(Weight.TURN, t, "Begin.", fresh_s=0.7)
        elif stage == "rest":
            self._wish(Weight.TURN, t, f"Rest {scene.left_s or 0:.0f} seconds.", fresh_s=6.0)
        elif stage == "paused":
            self._wish(Weight.STOP, t, "Paused.")
        elif stage == "out_of_view":
            self._wish(Weight.STOP, t, short(update.unseen or NOBODY))
        elif stage == "done":
            self._wish(Weight.STOP, t, ENDINGS[scene.ended or "quit"], fresh_s=6.0)

    def _remind(self, update: Update, scene: SessionState) -> None:
        """Say what is waited for, and again while it is."""
        if scene.stage == "setup":
            wanted = next((finding.say for finding in scene.findings if finding.ok is False and finding.say), "")
        elif scene.stage == "start_pose" and update.unseen is None and update.phase == "away":
            wanted = scene.start_cue
        elif scene.stage == "paused":
            wanted = "Raise one arm to go on."
        else:
            wanted = ""
        if wanted and self._again(update.t, wanted, REMIND_S):
            self._wish(Weight.TALK, update.t, wanted)

    def _unseen(self, update: Update) -> None:
        """Say why nothing can be judged, once it has lasted."""
        if update.unseen is None or update.pose is None:  # that nobody is there is the session's to say
            self._unseen_since = math.inf
            return
        self._unseen_since = min(self._unseen_since, update.t)
        words = short(update.unseen)
        if update.t - self._unseen_since >= UNSEEN_S and self._again(update.t, words, REMIND_S):
            self._wish(Weight.TURN, update.t, words)

    def _name(self, update: Update, scene: SessionState) -> None:
        """In free practice, say which exercise it is as soon as that is known."""
        if not scene.title and update.exercise and update.exercise != self._exercise:
            self._exercise = update.exercise
            self._wish(Weight.TALK, update.t, update.title, fresh_s=3.0)

    # -- the movement --------------------------------------------------------------------------------------

    def _hear(self, t: float, event: Event, update: Update, scene: SessionState) -> None:
        if isinstance(event, HoldStarted):
            self._counted_s = 0
            self._wish(Weight.TALK, t, "Hold.", fresh_s=0.7)
        elif isinstance(event, FaultRaised):
            self._raised.add(event.fault.code)
            first = event.fault.code == update.faults[0].code
            if first and not _is_reached(update) and self._again(t, event.fault.say, AGAIN_S):
                self._wish(Weight.FORM, t, event.fault.say, "form_lost")
        elif isinstance(event, FaultCleared):
            if not update.faults and update.unseen is None:
                self._wish(Weight.COUNT, t, "Good, hold.", fresh_s=1.0)
        elif isinstance(event, HoldReached):
            self._wish(Weight.TURN, t, "Lower slowly.", "hold_reached", fresh_s=1.0)
        elif isinstance(event, HoldEnded):
            self._wish(Weight.TALK, t, tone="hold_done", fresh_s=0.5)
        elif isinstance(event, RepDone):
            self._sum_up(t, event.rep, scene)

    def _sum_up(self, t: float, rep: Rep, scene: SessionState) -> None:
        """After an attempt: its number, whose turn it is, and what could only be told at its end."""
        done = dict(zip(scene.sides or (rep.side,), scene.done, strict=True))
        words = number(done.get(rep.side, rep.index)).capitalize() + "."
        if any(count < done.get(rep.side, 0) for count in done.values()):
            words += " Other side."
        self._wish(Weight.TURN, t, words, fresh_s=4.0)
        late = [fault for fault in rep.faults if fault.code not in self._raised]
        self._raised.clear()
        if late and self._again(t, late[0].say, AGAIN_S):
            self._wish(Weight.TURN, t, f"{late[0].say}.", fresh_s=6.0)

    def _hold(self, update: Update) -> None:
        """While holding: the warning before it is too long, the fault that stays, the seconds."""
        if update.phase != "hold" or update.unseen is not None or _is_reached(update):
            return
        t, target_s = update.t, update.hold_target_s or math.inf
        if update.hint and self._again(t, update.hint, AGAIN_S):
            self._wish(Weight.FORM, t, update.hint)
        if update.faults and self._again(t, update.faults[0].say, AGAIN_S):
            self._wish(Weight.FORM, t, update.faults[0].say)
        held_s = int(update.hold_s)
        if held_s == self._counted_s:
            return
        self._counted_s = held_s
        left_s = target_s - held_s
        if left_s <= LAST_S:
            self._wish(Weight.COUNT, t, number(math.ceil(left_s)), fresh_s=0.5)
        elif held_s % EVERY_S == 0 and held_s > 0 and not update.faults:
            self._wish(Weight.COUNT, t, number(held_s), fresh_s=0.7)
