"""Leads through a session without the keyboard: setup, start pose, count-in, work, rest, and the next exercise.

It follows what the coach finds and knows no exercise. An attempt that begins before the count-in is over counts too.
Leaving the picture pauses the session, coming back resumes it, and without anybody in view it ends by itself.
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
from posecoach.core.session.stage_clocks import BLINK_S, StageClocks

SETUP_MAX_S = 20.0
"""The setup check does not block: after this time the session starts with whatever can be judged."""
START_HELD_S = 2.0
"""The count-in begins when the start pose has been held for this long."""
COUNT_S = 3.0
"""Length of the count-in."""
AWAY_S = 10.0
"""After this time in no pose of the exercise the start pose is announced again."""
OUT_OF_VIEW_S = 3.0
"""After this time unseen the person is out of view; a hold has ended long before."""
BACK_S = 1.0
"""After this time in view the person is back."""
NOBODY_S = 60.0
"""The session ends after this time without anybody in view."""
NOBODY_PAUSED_S = 600.0
"""The same while paused or resting: long enough to answer the door, short enough not to leave the camera on."""
SKIP_AFTER_S = 24.0
"""Who has not taken the start pose, or has begun nothing in it, for this long in a routine may skip the exercise: what
to do was said three times."""
STOPPING_S = 10.0
"""Time to take a sign to stop back: 5 s to hear how, and as long again to lower the arm and raise it."""
HELD_UP: tuple[StageName, ...] = ("paused", "stopping")
"""Stages in which the person holds the session up; nothing is judged."""


class SessionFlow:
    """Leads through the steps of a session; depends only on the updates so far.

    Parameters
    ----------
    steps : sequence of Step
        What to do; empty = free practice of any exercise.
    placing : bool
        Whether to check camera and place first.

    Attributes
    ----------
    at : int
        Index of the current step.
    stage : StageName
        What the session is doing.
    """

    def __init__(self, steps: Sequence[Step], placing: bool = True) -> None:
        self._steps = tuple(steps)
        self._clocks = StageClocks()
        self._ended: Ended | None = None
        self._counted: str | None = None  # the exercise that free practice counts
        self._has_attempts = False
        self.at = 0
        self.stage: StageName = "setup" if placing else self._first_stage
        self.restart()

    @property
    def _first_stage(self) -> StageName:
        """Stage in which an exercise begins: the start pose, or work in free practice."""
        return "start_pose" if self._steps else "work"

    def restart(self) -> None:
        """Count the current exercise from zero."""
        sided = bool(self._steps) and self._steps[self.at].exercise.sided
        self._done: dict[Side | None, int] = dict.fromkeys(SIDES if sided else (None,), 0)
        self._waited_s, self._skips = 0.0, False

    def toggle_pause(self) -> None:
        """Pause or resume; resuming takes a sign to stop back."""
        if self.stage != "done":
            self._enter(self._first_stage if self.stage in HELD_UP else "paused")

    def end(self, why: Ended) -> None:
        """End the session; the first reason counts, and a sign to stop is one."""
        if self.stage != "done":
            self._ended = "pain" if self.stage == "stopping" else why
            self._enter("done")

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
            What the person signalled with a raised arm.
        findings : tuple of SetupCheck
            During setup: what was found.
        placed : bool
            During setup: whether everything is good.
        """
        self._clocks.update(update)
        self._count(update)
        self._wait(update)
        if signal == "stop" and self.stage != "done":
            self._enter("stopping")
        elif signal == "pause" and self._may_skip:
            self._skips = True
        elif signal == "lowered" and self._skips and self._may_skip:
            self._skip()
        elif signal == "pause":
            self.toggle_pause()
        self._advance(update, placed)
        return self._scene(findings if self.stage == "setup" else ())

    def _count(self, update: Update) -> None:
        for rep in (event.rep for event in update.events if isinstance(event, RepDone)):
            if not self._steps and rep.exercise != self._counted:  # free practice: each exercise counts from one
                self._counted = rep.exercise
                self.restart()
            side = rep.side if self._steps else None
            self._has_attempts = True
            if side in self._done:
                self._done[side] += 1

    def _wait(self, update: Update) -> None:
        """Measure for how long the person has been seen at the exercise without beginning an attempt."""
        if update.rep > 0 or any(self._done.values()):
            self._waited_s = 0.0
        elif self.stage in ("start_pose", "work") and update.unseen is None:
            self._waited_s += self._clocks.passed_s

    @property
    def _may_skip(self) -> bool:
        waits = self.stage in ("start_pose", "work") and self._waited_s >= SKIP_AFTER_S
        return waits and len(self._steps) > 1

    def _skip(self) -> None:
        """Go to the next exercise without a rest; after the last one the routine is complete, if anything was done.

        The arm is down by then: kept up, it would have been a sign to stop.
        """
        if self.at + 1 == len(self._steps):
            self.end("complete" if self._has_attempts else "quit")
            return
        self.at += 1
        self.restart()
        self._enter("start_pose")

    def _enter(self, stage: StageName) -> None:
        self.stage, self._skips = stage, False
        if stage == "count_in":  # from here on the movement is said
            self._waited_s = 0.0
        self._clocks.start_stage()

    def _advance(self, update: Update, placed: bool) -> None:
        """Enter the next stage if it is time."""
        stage = self.stage
        if stage == "stopping":
            if self._clocks.stage_s >= STOPPING_S:
                self.end("pain")
        elif self._clocks.absent_s >= (NOBODY_PAUSED_S if stage in ("paused", "rest") else NOBODY_S):
            self.end("nobody")
        elif stage in ("start_pose", "count_in", "work") and self._clocks.absent_s >= OUT_OF_VIEW_S:
            self._enter("out_of_view")
        elif (stage in ("start_pose", "count_in", "rest") and update.rep > 0) or (
            stage == "setup" and update.phase == "hold"
        ):
            self._enter("work")
        elif stage == "work" and self._steps:
            self._advance_work()
        else:
            next_stage = self._next_stage(placed)
            if next_stage:
                self._enter(next_stage)

    def _next_stage(self, placed: bool) -> StageName | None:
        """Return the stage that follows a waiting one, None while it still waits."""
        if self.stage == "setup":
            return self._first_stage if placed or self._clocks.stage_s >= SETUP_MAX_S else None
        if self.stage == "out_of_view":
            return self._first_stage if self._clocks.present_s >= BACK_S else None
        if self.stage == "rest":
            return "start_pose" if self._clocks.stage_s >= self._steps[self.at].rest_s else None
        if self.stage == "start_pose":
            return "count_in" if self._clocks.start_s >= START_HELD_S else None
        if self.stage == "count_in":
            if self._clocks.lapse_s > BLINK_S:
                return "start_pose"
            return "work" if self._clocks.stage_s >= COUNT_S else None
        return None

    def _advance_work(self) -> None:
        """Go to the next exercise when this one is done, or back to the start pose when the person has left it."""
        if self._is_complete():
            self._next_step()
        elif self._clocks.away_s >= AWAY_S:
            self._enter("start_pose")

    def _is_complete(self) -> bool:
        reps = self._steps[self.at].reps
        return reps is not None and all(count >= reps for count in self._done.values())

    def _next_step(self) -> None:
        if self.at + 1 == len(self._steps):
            self.end("complete")
            return
        self.at += 1
        self.restart()
        self._enter("rest")

    def _scene(self, findings: tuple[SetupCheck, ...]) -> SessionState:
        scene = SessionState(
            self.stage,
            sides=tuple(side for side in self._done if side),
            done=tuple(self._done.values()),
            count=math.ceil(COUNT_S - self._clocks.stage_s) if self.stage == "count_in" else 0,
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
            movement_cue=step.exercise.prescription.movement_cue,
            step=self.at + 1,
            steps=len(self._steps),
            reps=step.reps,
            may_skip=self._may_skip,
            skips=self._skips,
        )

    def _left_s(self) -> float | None:
        if self.stage == "rest":
            return max(0.0, self._steps[self.at].rest_s - self._clocks.stage_s)
        if self.stage == "stopping":
            return max(0.0, STOPPING_S - self._clocks.stage_s)
        return max(0.0, NOBODY_S - self._clocks.absent_s) if self.stage == "out_of_view" else None
