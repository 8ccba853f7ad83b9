"""The way through a session without a hand on the keyboard: place, take up, count in, work, rest, the next one.

It watches what the coach finds and knows no exercise. Whoever begins before the count-in is over is counted all the
same; leaving the picture pauses, coming back resumes, and a session that nobody attends ends by itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from posecoach.core.body.landmarks import SIDES, Side
from posecoach.core.judging.events import RepDone, Update
from posecoach.core.session.arm_signal import Signal
from posecoach.core.session.routine import Step
from posecoach.core.session.scene import Ended, SessionState, SetupCheck, StageName

PLACE_MAX_S = 20.0
"""The look at camera and place is no wall: after so long it goes on with what can be judged."""
START_HELD_S = 2.0
"""The start pose counts as taken up when it is held for so long."""
COUNT_S = 3.0
"""Length of the count-in."""
AWAY_S = 10.0
"""Seen, but in no pose of the exercise for so long: what to take up is said again."""
GONE_S = 3.0
"""Unseen for so long is out of the picture; a hold has ended long before."""
BACK_S = 1.0
"""Seen again for so long is back."""
NOBODY_S = 60.0
"""Nobody for so long ends the session."""
NOBODY_PAUSED_S = 600.0
"""The same in a pause by wish: time to see to the door, but no camera left running."""
BLINK_S = 0.7
"""A start pose lost for no longer than this is still held."""
STEP_MAX_S = 1.0
"""A gap in the stream, such as a laptop asleep, counts as no more than this: nobody was looking."""


class SessionFlow:
    """Leads through the steps of a session; a pure function of what was seen so far.

    Parameters
    ----------
    steps : sequence of Step
        What to do; empty = any of the exercises, as many as wished.
    placing : bool
        Whether to look at camera and place first.

    Attributes
    ----------
    at : int
        Index of the step in hand.
    stage : StageName
        What the session is doing.
    """

    def __init__(self, steps: Sequence[Step], placing: bool = True) -> None:
        self._steps = tuple(steps)
        self._last_t = math.nan
        self._in_stage_s = self._absent_s = self._present_s = 0.0
        self._start_s = self._lapse_s = self._away_s = 0.0
        self._ended: Ended | None = None
        self.at = 0
        self.stage: StageName = "setup" if placing else self._opening
        self.restart()

    @property
    def _opening(self) -> StageName:
        """Where an exercise begins: with its start pose; in free practice with whatever is done."""
        return "start_pose" if self._steps else "work"

    def restart(self) -> None:
        """Begin the exercise in hand anew."""
        sided = bool(self._steps) and self._steps[self.at].exercise.sided
        self._done: dict[Side | None, int] = dict.fromkeys(SIDES if sided else (None,), 0)

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        if self.stage != "done":
            self._go(self._opening if self.stage == "paused" else "paused")

    def end(self, why: Ended) -> None:
        """End the session; the first reason counts."""
        if self.stage != "done":
            self._ended = why
            self._go("done")

    def update(
        self,
        update: Update,
        signal: Signal | None = None,
        findings: tuple[SetupCheck, ...] = (),
        placed: bool = False,
    ) -> SessionState:
        """Take one frame.

        Parameters
        ----------
        update : Update
            What the coach found.
        signal : Signal or None
            What the person asked for with a raised arm.
        findings : tuple of SetupCheck
            While placing: what was found.
        placed : bool
            While placing: whether all is well.
        """
        passed_s = update.t - self._last_t
        passed_s = min(passed_s, STEP_MAX_S) if passed_s > 0 else 0.0
        self._last_t = update.t
        self._in_stage_s += passed_s
        self._watch(update, passed_s)
        self._count(update)
        if signal == "stop":
            self.end("pain")
        elif signal == "pause":
            self.toggle_pause()
        self._step_on(update, placed)
        return self._scene(findings if self.stage == "setup" else ())

    def _watch(self, update: Update, passed_s: float) -> None:
        """Clock how long somebody has been here, in the start pose, or elsewhere."""
        present = update.pose is not None
        self._absent_s = 0.0 if present else self._absent_s + passed_s
        self._present_s = self._present_s + passed_s if present else 0.0
        if update.phase == "start":
            self._start_s, self._lapse_s = self._start_s + passed_s, 0.0
        else:
            self._lapse_s += passed_s
            self._start_s = self._start_s if self._lapse_s <= BLINK_S else 0.0
        elsewhere = present and update.unseen is None and update.phase == "away"
        self._away_s = self._away_s + passed_s if elsewhere else 0.0

    def _count(self, update: Update) -> None:
        for event in update.events:
            if isinstance(event, RepDone) and event.rep.side in self._done:
                self._done[event.rep.side] += 1
            elif isinstance(event, RepDone):  # free practice: all exercises count together
                self._done[None] += 1

    def _go(self, stage: StageName) -> None:
        self.stage, self._in_stage_s, self._start_s, self._away_s = stage, 0.0, 0.0, 0.0

    def _step_on(self, update: Update, placed: bool) -> None:
        """Go to the next stage if it is time."""
        stage = self.stage
        if self._absent_s >= (NOBODY_PAUSED_S if stage in ("paused", "rest") else NOBODY_S):
            self.end("nobody")
        elif stage in ("start_pose", "count_in", "work") and self._absent_s >= GONE_S:
            self._go("out_of_view")
        elif (stage in ("start_pose", "count_in", "rest") and update.rep > 0) or (
            stage == "setup" and update.phase == "hold"
        ):
            self._go("work")
        elif stage == "work" and self._steps:
            self._work_on()
        else:
            after = self._after(placed)
            if after:
                self._go(after)

    def _after(self, placed: bool) -> StageName | None:
        """Return the stage that follows the one which waits for something, None while it waits."""
        if self.stage == "setup":
            return self._opening if placed or self._in_stage_s >= PLACE_MAX_S else None
        if self.stage == "out_of_view":
            return self._opening if self._present_s >= BACK_S else None
        if self.stage == "rest":
            return "start_pose" if self._in_stage_s >= self._steps[self.at].rest_s else None
        if self.stage == "start_pose":
            return "count_in" if self._start_s >= START_HELD_S else None
        if self.stage == "count_in":
            if self._lapse_s > BLINK_S:
                return "start_pose"
            return "work" if self._in_stage_s >= COUNT_S else None
        return None

    def _work_on(self) -> None:
        """Go to the next exercise when this one is done; say again what to take up to a person who is elsewhere."""
        if self._is_complete():
            self._next_step()
        elif self._away_s >= AWAY_S:
            self._go("start_pose")

    def _is_complete(self) -> bool:
        reps = self._steps[self.at].reps
        return reps is not None and all(count >= reps for count in self._done.values())

    def _next_step(self) -> None:
        if self.at + 1 == len(self._steps):
            self.end("complete")
            return
        self.at += 1
        self.restart()
        self._go("rest")

    def _scene(self, findings: tuple[SetupCheck, ...]) -> SessionState:
        scene = SessionState(
            self.stage,
            sides=tuple(side for side in self._done if side),
            done=tuple(self._done.values()),
            count=math.ceil(COUNT_S - self._in_stage_s) if self.stage == "count_in" else 0,
            left_s=self._left_s(),
            findings=findings,
            ended=self._ended,
        )
        if not self._steps:
            return scene
        step = self._steps[self.at]
        return replace(
            scene,
            title=step.exercise.title,
            start_cue=step.exercise.prescription.start_cue,
            step=self.at + 1,
            steps=len(self._steps),
            reps=step.reps,
        )

    def _left_s(self) -> float | None:
        if self.stage == "rest":
            return max(0.0, self._steps[self.at].rest_s - self._in_stage_s)
        return max(0.0, NOBODY_S - self._absent_s) if self.stage == "out_of_view" else None
