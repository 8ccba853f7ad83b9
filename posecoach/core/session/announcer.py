"""Decides what to say and when: the one thing that helps most now, in at most seven words.

The person lies on the floor and listens. So the voice says one thing at a time, the most important first; it repeats a
correction only after a while, acknowledges a corrected fault, counts the hold, and never praises what it did not see.
"""

from __future__ import annotations

import math

from posecoach.core.body.landmarks import Side
from posecoach.core.judging.events import (
    Event,
    Fault,
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
from posecoach.core.session.cues import AGAIN_S, FRESH_S, PAUSE_S, REMIND_S, Cue, CueQueue, Priority, Tone, spoken_s
from posecoach.core.session.scene import Ended, SessionState

EVERY_S = 5
"""The voice counts a hold in these steps (seconds)."""
HELD_SHARE = 0.9
"""Share of the prescribed hold that is as good as all of it; a loss of sight or a pause cuts holds short."""
LAST_S = 3
"""The voice counts this many last seconds of a hold."""
TO_CORRECT_S = 4.0
"""A countdown begins no earlier in a hold: a fault shows after 1.5 s, and its correction takes up to 2.5 s."""
LOWERS_S = 0.5
"""A fault that begins so shortly before the end of a hold, or after it, comes from lowering: nobody hits it exactly."""
WAY_AGAIN_S, WAYS = 8.0, 3
"""What to do is said again after this time (seconds) while nothing begins, so often in all."""
UNSEEN_S = 2.0
"""The voice says what it cannot judge after this time: people turn and pass by."""
NUMBERS = ("", *["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])


def spoken_number(n: int) -> str:
    """Return a number as the voice says it."""
    return NUMBERS[n] if 0 < n < len(NUMBERS) else str(n)


def spoken_part(sentence: str) -> str:
    """Return the part of a sentence that the voice says: the remedy after the colon, or the main clause."""
    return sentence.rpartition(": ")[2].partition(" well enough")[0].rstrip(".").capitalize().replace(" i ", " I ")


def _time_left_s(update: Update) -> float:
    """Seconds until the last seconds of the prescribed hold are counted."""
    target_s = update.hold_target_s or math.inf
    return max(target_s - LAST_S, min(TO_CORRECT_S, target_s)) - update.hold_s


def _is_whole(rep: Rep) -> bool:
    """Whether all of an attempt was seen, judged, and held as long as it was asked for: only such a one is praised."""
    seen = rep.start_seen and not rep.unseen_s and not rep.unjudged
    return seen and rep.hold_s >= HELD_SHARE * (rep.asked_hold_s or 0.0)


ENDINGS: dict[Ended, str] = {
    "complete": "That was all for today.",
    "nobody": "Nobody here: everything is saved.",
    "pain": "Stopped. Rest now. Everything is saved.",
    "quit": "Stopped. Everything is saved.",
}


class Announcer:
    """Decides what to say; depends only on the updates and scenes so far."""

    def __init__(self) -> None:
        self._queue = CueQueue()
        self._before = SessionState("done")
        self._exercise: str | None = None
        self._excused: set[str] = set()
        self._attempts = self._good = 0
        self._was_good, self._all_seen = False, True
        self._counted_s = 0
        self._hold_s, self._reached_t = 0.0, math.inf
        self._unseen_since = math.inf
        self._way, self._ways_said = "", 0

    def update(self, update: Update, scene: SessionState) -> Cue | None:
        """Take one frame; return the cue to start now, None for none."""
        t, before, self._before = update.t, self._before, scene
        if scene.stage == "work":
            for event in update.events:
                self._announce_event(t, event, update, scene)
            self._accompany_hold(update)
        elif before.stage == "work" and (scene.stage == "rest" or scene.ended == "complete"):
            self._sum_up_last(update, before)
        elif any(isinstance(event, RepDone) for event in update.events):  # cut short by a pause or an absence
            self._all_seen = False
        if (scene.stage, scene.title, scene.count) != (before.stage, before.title, before.count):
            self._announce_stage(update, scene, before)
        if scene.stage in ("start_pose", "work"):
            self._explain_unseen(update)
        self._remind(update, scene)
        self._hold_s = update.hold_s
        return self._queue.next(t)

    def last_words(self, t: float) -> Cue | None:
        """Return what is left to be said when the session has ended at `t` seconds; None = nothing."""
        return self._queue.last(t)

    # -- the session ---------------------------------------------------------------------------------------

    def _announce_stage(self, update: Update, scene: SessionState, before: SessionState) -> None:
        t, stage = update.t, scene.stage
        if stage == "start_pose" or (stage == "work" and not scene.title):
            if before.stage in ("paused", "out_of_view"):
                self._queue.add(Priority.STEP, t, "Continuing." if before.stage == "paused" else "I see you again.")
            self._queue.add(Priority.STEP, t, scene.title or "Do any of the exercises.", fresh_s=6.0)
            self._queue.forget(scene.start_cue)
        elif stage == "count_in":
            number = spoken_number(scene.count)
            self._queue.add(Priority.STEP, t, f"Ready: {number}" if scene.count == 3 else number)
        elif stage == "work" and before.stage == "count_in" and not update.rep:  # otherwise the person has begun
            self._queue.add(Priority.STEP, t, "Begin.", fresh_s=0.7)
        elif stage == "rest":
            self._queue.add(Priority.STEP, t, f"Rest {scene.left_s or 0:.0f} seconds.", fresh_s=6.0)
            self._queue.add(Priority.STEP, t, f"Next: {scene.title}.", fresh_s=9.0)
            self._queue.add(Priority.STEP, t, scene.start_cue, fresh_s=12.0)
        elif stage == "paused":
            self._queue.add(Priority.STOP, t, "Paused.")
        elif stage == "out_of_view":
            self._queue.add(Priority.STOP, t, spoken_part(update.unseen or NOBODY))
        elif stage == "done":
            complete = scene.ended == "complete"
            words = self._balance() if complete else ENDINGS[scene.ended or "quit"]
            self._queue.add(Priority.STEP if complete else Priority.STOP, t, words, fresh_s=6.0)

    def _remind(self, update: Update, scene: SessionState) -> None:
        """Say what the person should do, and repeat it until it is done."""
        if scene.stage == "setup":
            request = next((finding.say for finding in scene.findings if finding.ok is False and finding.say), "")
        elif scene.stage == "start_pose" and update.unseen is None and update.phase == "away":
            request = scene.start_cue
        elif scene.stage == "paused":
            request = "Raise one arm to go on."
        else:
            request = ""
        if request and self._queue.is_due(update.t, request, REMIND_S):
            self._queue.add(Priority.INFO, update.t, request)
        self._show_the_way(update, scene)

    def _show_the_way(self, update: Update, scene: SessionState) -> None:
        """Before the first attempt of an exercise, say what to do, and again while nothing begins."""
        words = scene.movement_cue
        if words != self._way:
            self._way, self._ways_said = words, 0
        waits = scene.stage == "work" and not any(scene.done) and update.rep == 0 and update.unseen is None
        if waits and words and self._ways_said < WAYS and self._queue.is_due(update.t, words, WAY_AGAIN_S):
            self._queue.add(Priority.INFO, update.t, words)
            self._ways_said += 1

    def _explain_unseen(self, update: Update) -> None:
        """Say why nothing can be judged, once that has lasted."""
        if update.unseen is None or update.pose is None:  # the stage `out_of_view` says that nobody is there
            self._unseen_since = math.inf
            return
        self._unseen_since = min(self._unseen_since, update.t)
        words = spoken_part(update.unseen)
        if update.t - self._unseen_since >= UNSEEN_S and self._queue.is_due(update.t, words, REMIND_S):
            self._queue.add(Priority.STEP, update.t, words)

    # -- the movement --------------------------------------------------------------------------------------

    def _announce_event(self, t: float, event: Event, update: Update, scene: SessionState) -> None:
        if isinstance(event, HoldStarted):
            self._counted_s, self._reached_t = 0, math.inf
            new = not scene.title and update.exercise != self._exercise  # free practice: say what it was taken for
            self._exercise = update.exercise
            self._queue.add(Priority.INFO, t, f"{update.title}. Hold." if new else "Hold.", fresh_s=2.0 if new else 0.7)
        elif isinstance(event, FaultRaised):
            fault = event.fault
            if fault.code == update.faults[0].code:
                self._correct(fault, update, "form_lost")
            if fault.start_s >= self._reached_t - LOWERS_S:
                self._excused.add(fault.code)
        elif isinstance(event, FaultCleared):
            if not update.faults and update.unseen is None and self._is_held(update):
                self._queue.add(Priority.COUNT, t, "Good, hold.", fresh_s=1.0)
        elif isinstance(event, HoldReached):
            self._reached_t = t
            self._queue.add(Priority.END, t, "Lower slowly.", "hold_reached", fresh_s=1.0)
        elif isinstance(event, HoldEnded):
            self._queue.add(Priority.INFO, t, tone="hold_done", fresh_s=0.5)
        elif isinstance(event, RepDone):
            done = dict(zip(scene.sides or (event.rep.side,), scene.done, strict=True))
            words, late = self._sum_up(event.rep, done)
            self._queue.add(Priority.END, t, words, fresh_s=4.0)
            if late and self._queue.is_due(t, late, AGAIN_S):
                self._queue.add(Priority.STEP, t, late, fresh_s=6.0)

    def _is_held(self, update: Update) -> bool:
        """Whether the hold goes on; when its clock stands, or has reached the end, the person is on the way out."""
        return self._hold_s < update.hold_s < (update.hold_target_s or math.inf)

    def _correct(self, fault: Fault, update: Update, tone: Tone | None = None) -> None:
        """Say what to correct, unless it was just said or would run into the end of the hold."""
        within_s = min(FRESH_S, _time_left_s(update) - spoken_s(fault.say) + PAUSE_S)
        if within_s >= 0 and self._queue.is_due(update.t, fault.say, AGAIN_S):
            self._queue.add(Priority.CORRECTION, update.t, fault.say, tone, within_s)

    def _sum_up_last(self, update: Update, before: SessionState) -> None:
        """After the attempt that completes an exercise, say its number and late fault at once: a stage follows."""
        for event in update.events:
            if isinstance(event, RepDone):
                sides = before.sides or (event.rep.side,)
                done = {side: n + (side == event.rep.side) for side, n in zip(sides, before.done, strict=True)}
                self._queue.add(Priority.END, update.t, " ".join(self._sum_up(event.rep, done)).strip(), fresh_s=4.0)

    def _sum_up(self, rep: Rep, done: dict[Side | None, int]) -> tuple[str, str]:
        """Return an attempt's number with praise or the next side, and the fault that only its end shows, or ''."""
        words = spoken_number(done.get(rep.side, rep.index)).capitalize() + "."
        whole = _is_whole(rep)
        good = whole and not rep.faults
        if good and not self._was_good:  # the first one, and one after a poor one
            words += " Well done."
        self._attempts, self._good = self._attempts + 1, self._good + good
        self._was_good, self._all_seen = good, self._all_seen and whole
        if any(count < done.get(rep.side, 0) for count in done.values()):
            words += " Other side."
        said = {f.code for f in rep.faults if self._queue.was_said(f.say, rep.start_s, rep.end_s)} | self._excused
        late = next((f"{fault.say}." for fault in rep.faults if fault.code not in said), "")
        self._excused.clear()
        return words, late

    def _balance(self) -> str:
        """Return the sentence at the end of a complete session; how much was good only when all of it was seen."""
        if not self._all_seen or 2 * self._good < self._attempts or not self._attempts:
            return ENDINGS["complete"]
        return f"Done: {spoken_number(self._good)} of {spoken_number(self._attempts)} in good form."

    def _accompany_hold(self, update: Update) -> None:
        """During a hold, say the warning before it is too long, a lasting fault, and the seconds."""
        t, target_s = update.t, update.hold_target_s or math.inf
        if update.phase != "hold" or update.unseen is not None or update.hold_s >= target_s:
            return
        if update.hint and self._queue.is_due(t, update.hint, AGAIN_S):
            self._queue.add(Priority.CORRECTION, t, update.hint)
        if update.faults:
            self._correct(update.faults[0], update)
        held_s = int(update.hold_s)
        if held_s == self._counted_s:
            return
        self._counted_s = held_s
        if _time_left_s(update) <= 0:
            self._queue.add(Priority.END, t, spoken_number(math.ceil(target_s - held_s)), fresh_s=0.3)
        elif held_s % EVERY_S == 0 and held_s > 0 and not update.faults:
            self._queue.add(Priority.COUNT, t, spoken_number(held_s), fresh_s=0.7)
