"""Decides what to say and when: the one thing that helps most now, in at most seven words.

The person lies on the floor and listens. So the voice says one thing at a time, the most important first; it repeats a
correction only after a while, acknowledges a corrected fault, counts the hold, and never praises what it did not see.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

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
from posecoach.core.session.cues import (
    AGAIN_S,
    FIRST_NUMBERS,
    FRESH_S,
    PAUSE_S,
    Cue,
    CueQueue,
    Priority,
    Tone,
    spoken_number,
    spoken_s,
)
from posecoach.core.session.hold_words import is_mark
from posecoach.core.session.reminders import SKIPS, TAKE_BACK, Reminders, spoken_part
from posecoach.core.session.scene import SessionState, StageName
from posecoach.core.session.summary import PastSet, closing_words, is_good, set_balance
from posecoach.translation import N_, joined, plural

LAST_S = 3
"""The voice counts this many last seconds of a hold."""
TO_CORRECT_S = 4.0
"""In a short hold so many seconds belong to a fault: it shows after 1.5 s, and its correction takes up to 2.5 s."""
LOWERS_S = 0.5
"""A fault that begins so shortly before the end of a hold, or after it, comes from lowering: nobody hits it exactly."""


def _time_left_s(update: Update) -> float:
    """Seconds in which a fault can be corrected: until the last seconds of the prescribed hold are counted."""
    target_s = update.hold_target_s or math.inf
    return max(target_s - LAST_S, min(TO_CORRECT_S, target_s)) - update.hold_s


BACK: dict[StageName, str] = {
    "paused": N_("Continuing."),
    "stopping": N_("Continuing."),
    "out_of_view": N_("I see you again."),
}
"""What the voice says when one of these stages is over."""


def _rest(seconds: int) -> str:
    return plural("Rest {n} seconds.", "Rest {n} seconds.", seconds)


class Announcer:
    """Decides what to say; depends only on the updates and scenes so far.

    Parameters
    ----------
    last : sequence of PastSet
        The last session's exercises, to compare with at the end.
    """

    def __init__(self, last: Sequence[PastSet] = ()) -> None:
        self._queue = CueQueue()
        self._reminders = Reminders(self._queue)
        self._before = SessionState("done")
        self._exercise: str | None = None
        self._excused: set[str] = set()
        self._last, self._reps = last, list[Rep]()
        self._was_good = self._cut_short = False
        self._counted_s = self._set_from = 0
        self._hold_s, self._reached_t = 0.0, math.inf

    def update(self, update: Update, scene: SessionState) -> Cue | None:
        """Take one frame; return the cue to start now, None for none."""
        t, before, self._before = update.t, self._before, scene
        if before.stage == "rest" and scene.stage == "work":  # the next attempt has begun already
            self._queue.drop(Priority.STEP)
        if scene.stage == "work":
            for event in update.events:
                self._announce_event(t, event, update, scene)
            self._accompany_hold(update)
        elif before.stage == "work" and (scene.stage == "rest" or scene.ended == "complete"):
            self._sum_up_last(update, before)
        elif any(isinstance(event, RepDone) for event in update.events):  # cut short by a pause or an absence
            self._cut_short = True
        if (scene.stage, scene.title, scene.count) != (before.stage, before.title, before.count):
            self._announce_stage(update, scene, before)
        elif any(before.done) and not any(scene.done):
            self._queue.add(Priority.STEP, t, N_("The set starts again."))
        if scene.skips and not before.skips:
            self._queue.add(Priority.MOMENT, t, SKIPS)
        self._reminders.update(update, scene)
        self._hold_s = update.hold_s
        return self._queue.next(t)

    def last_words(self, t: float) -> Cue | None:
        """Return what is left to be said when the session has ended at `t` seconds; None = nothing."""
        return self._queue.last(t)

    # -- the session ---------------------------------------------------------------------------------------

    def _announce_stage(self, update: Update, scene: SessionState, before: SessionState) -> None:
        t, stage = update.t, scene.stage
        if stage == "start_pose" or (stage == "work" and not scene.title):
            if before.stage in BACK:
                self._queue.add(Priority.STEP, t, BACK[before.stage])
            elif scene.step > before.step and before.may_skip:
                self._queue.add(Priority.STEP, t, N_("Skipped."))
            self._queue.add(Priority.STEP, t, scene.title or N_("Do any of the exercises."), fresh_s=6.0)
            self._queue.forget(scene.start_cue)
        elif stage == "count_in":
            word = spoken_number(scene.count)
            self._queue.add(Priority.MOMENT, t, N_("Ready: {number}", number=word) if scene.count == 3 else word)
        elif stage == "work" and before.stage == "count_in" and not update.rep:  # otherwise the person has begun
            self._queue.add(Priority.MOMENT, t, N_("Begin."), fresh_s=0.7)
        elif stage == "rest":
            done = [rep for rep in self._reps[self._set_from :] if rep.exercise == self._reps[-1].exercise]
            words = (
                "" if self._cut_short else set_balance(done),
                _rest(round(scene.left_s or 0)),
                N_("Next: {exercise}.", exercise=scene.title),
                scene.start_cue,
            )
            for number, sentence in enumerate(filter(None, words), 2):
                self._queue.add(Priority.STEP, t, sentence, fresh_s=3.0 * number)
            self._set_from = len(self._reps)
        elif stage == "paused":
            self._queue.add(Priority.STOP, t, N_("Paused."))
        elif stage == "stopping":
            self._queue.add(Priority.STOP, t, N_("Stopped. Lower the arm."))
            self._queue.forget(TAKE_BACK)
        elif stage == "out_of_view":
            self._queue.add(Priority.STOP, t, spoken_part(update.unseen or NOBODY))
        elif stage == "done":
            priority = Priority.STEP if scene.ended == "complete" else Priority.STOP
            sentences = closing_words(scene.ended or "quit", self._reps, self._cut_short, self._last)
            for number, sentence in enumerate(sentences, 1):
                self._queue.add(priority, t, sentence, fresh_s=6.0 * number)

    # -- the movement --------------------------------------------------------------------------------------

    def _announce_event(self, t: float, event: Event, update: Update, scene: SessionState) -> None:
        if isinstance(event, HoldStarted):
            self._counted_s, self._reached_t = 0, math.inf
            new = not scene.title and update.exercise != self._exercise  # free practice: say what it was taken for
            self._exercise = update.exercise
            hold = N_("{exercise}. Hold.", exercise=update.title) if new else N_("Hold.")
            self._queue.add(Priority.INFO, t, hold, fresh_s=2.0 if new else 0.7)
        elif isinstance(event, FaultRaised):
            fault = event.fault
            if fault.code == update.faults[0].code:
                self._correct(fault, update, "form_lost")
            if fault.start_s >= self._reached_t - LOWERS_S:
                self._excused.add(fault.code)
        elif isinstance(event, FaultCleared):
            praise = event.praise or N_("Good, hold.")
            if self._is_held(update) and self._queue.was_said_after(event.say, praise):
                self._queue.add(Priority.COUNT, t, praise, fresh_s=1.0)
        elif isinstance(event, HoldReached):
            self._reached_t = t
            self._queue.add(Priority.MOMENT, t, N_("Lower slowly."), "hold_reached", fresh_s=1.0)
        elif isinstance(event, HoldEnded):
            self._queue.add(Priority.INFO, t, tone="hold_done", fresh_s=0.5)
        elif isinstance(event, RepDone):
            done = dict(zip(scene.sides or (event.rep.side,), scene.done, strict=True))
            words, late = self._sum_up(event.rep, done)
            self._queue.add(Priority.MOMENT, t, words, fresh_s=4.0)
            if late and self._queue.is_due(t, late, AGAIN_S):
                self._queue.add(Priority.STEP, t, late, fresh_s=6.0)

    def _is_held(self, update: Update) -> bool:
        """Whether a good hold goes on; when its clock stands, or has reached the end, the person is on the way out."""
        good = not update.faults and update.unseen is None
        return good and self._hold_s < update.hold_s < (update.hold_target_s or math.inf)

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
                words = joined(filter(None, self._sum_up(event.rep, done)))
                self._queue.add(Priority.MOMENT, update.t, words, fresh_s=4.0)

    def _sum_up(self, rep: Rep, done: dict[Side | None, int]) -> tuple[str, str]:
        """Return an attempt's number with praise or the next side, and the fault that only its end shows, or ''."""
        words = [N_("{number}.", number=spoken_number(done.get(rep.side, rep.index), FIRST_NUMBERS))]
        good = is_good(rep)
        if good and not self._was_good:  # the first one, and one after a poor one
            words.append(N_("Well done."))
        self._was_good = good
        self._reps.append(rep)
        if any(count < done.get(rep.side, 0) for count in done.values()):
            words.append(N_("Other side."))
        said = {f.code for f in rep.faults if self._queue.was_said(f.say, rep.start_s, rep.end_s)} | self._excused
        late = next((N_("{say}.", say=fault.say) for fault in rep.faults if fault.code not in said), "")
        self._excused.clear()
        return joined(words), late

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
        left_s = target_s - held_s
        if left_s <= LAST_S and not (update.faults and _time_left_s(update) > 0):
            self._queue.add(Priority.MOMENT, t, spoken_number(math.ceil(left_s)), fresh_s=0.3)
        elif is_mark(held_s) and not update.faults:
            self._queue.add(Priority.COUNT, t, spoken_number(held_s), fresh_s=0.7)
