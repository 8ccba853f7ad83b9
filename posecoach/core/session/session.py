"""Runs a session: takes poses, returns what the coach finds and what the session does. No file, no clock.

It combines the coach of each exercise, the flow from one exercise to the next, and the raised arm that pauses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from posecoach.core.body.pose import Pose
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.height import DEFAULT_HEIGHT_CM
from posecoach.core.judging.coach import Assessment, Coach, combine
from posecoach.core.judging.events import Event, Rep, RepDone, Update
from posecoach.core.session.arm_signal import RaisedArm
from posecoach.core.session.flow import HELD_UP, SessionFlow
from posecoach.core.session.placement.camera_placement import FrameConditions, Placement
from posecoach.core.session.placement.upright import TURNED, UprightPicture
from posecoach.core.session.routine import Step, with_hold
from posecoach.core.session.scene import Ended, SessionState, SetupCheck, StageName


class SessionCoach:
    """Leads one session.

    Parameters
    ----------
    steps : sequence of Step
        What to do, in order; empty for free practice.
    anything : sequence of Exercise
        The exercises that free practice recognises.
    height_cm : float
        The person's height.
    placing : bool
        Whether to check camera and place first.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        anything: Sequence[Exercise] = (),
        height_cm: float = DEFAULT_HEIGHT_CM,
        placing: bool = True,
    ) -> None:
        exercises_of_steps = [[with_hold(step.exercise, step.hold_s)] for step in steps] or [list(anything)]
        self._coaches = [Coach(*exercises, height_cm=height_cm) for exercises in exercises_of_steps]
        self._flow, self._placement, self._arm = SessionFlow(steps, placing), Placement(), RaisedArm()
        self._upright, self._named = UprightPicture(), bool(steps)
        self._last, self._was_held_up = Update(0.0, None), False

    @property
    def stage(self) -> StageName:
        """What the session is doing."""
        return self._flow.stage

    @property
    def reps(self) -> tuple[Rep, ...]:
        """All attempts so far, numbered through."""
        reps = [rep for coach in self._coaches for rep in coach.reps]
        return tuple(replace(rep, index=index) for index, rep in enumerate(reps, 1))

    def update(
        self, t: float, pose: Pose | None, picture: FrameConditions | None = None, problem: str | None = None
    ) -> tuple[Update, SessionState]:
        """Take the pose at `t` seconds.

        Parameters
        ----------
        t : float
            Seconds of the stream.
        pose : Pose or None
            The person.
        picture : FrameConditions, optional
            What is known about the frame, during setup.
        problem : str, optional
            Why nobody was found, if known.
        """
        update = self._judge(t, pose)
        is_upright = self._upright.update(
            pose, update.phase if self._named else "away", self._coaches[self._flow.at].new_view
        )
        if problem or (self._upright.turned and update.phase == "away"):
            update = replace(update, unseen=problem or update.unseen or TURNED)
        findings: tuple[SetupCheck, ...] = ()
        if self.stage == "setup" and picture is not None:
            findings = self._placement.update(t, pose, picture)
        self._last = update
        signal = self._arm.update(t, pose, is_upright)
        if self.stage == "setup":  # who walks about, reaches out and turns the camera gives no sign
            signal = None
        return update, self._flow.update(update, signal, findings, self._placement.passed)

    def _judge(self, t: float, pose: Pose | None) -> Update:
        """Judge the pose, unless the person holds the session up; the hold ends with the pause, without blame."""
        was_held_up, self._was_held_up = self._was_held_up, self.stage in HELD_UP
        coach = self._coaches[self._flow.at]
        if not self._was_held_up:
            return self._numbered(coach.step(t, pose))
        events = () if was_held_up else tuple(coach.finish(t))
        coach.watch(pose)
        update = Update(t, pose, exercise=self._last.exercise, title=self._last.title, events=events)
        return replace(self._numbered(update), reps=len(self.reps))

    def _numbered(self, update: Update) -> Update:
        """Continue the numbers of the attempts from the earlier exercises."""
        before = sum(len(coach.reps) for coach in self._coaches[: self._flow.at])
        if not before:
            return update
        events: list[Event] = [
            RepDone(e.t, replace(e.rep, index=e.rep.index + before)) if isinstance(e, RepDone) else e
            for e in update.events
        ]
        return replace(update, rep=update.rep and update.rep + before, reps=update.reps + before, events=tuple(events))

    def toggle_pause(self) -> None:
        """Pause or resume: paused time does not count as a hold."""
        self._flow.toggle_pause()

    def restart(self) -> None:
        """Count the current exercise from zero again; what was done stays done."""
        self._flow.restart()

    def end(self, why: Ended) -> None:
        """End the session; see `SessionState.ended`."""
        self._flow.end(why)

    def finish(self, t: float) -> tuple[Update, SessionState]:
        """End the stream at `t`; a running hold counts as an attempt."""
        self._flow.end("quit")
        events = self._coaches[self._flow.at].finish(t)
        update = self._numbered(Update(t, None, events=tuple(events)))
        return update, self._flow.update(update)

    def assess(self, duration_s: float) -> Assessment:
        """Sum up the session of `duration_s` seconds."""
        return combine([coach.assess(duration_s) for coach in self._coaches], self.reps)
