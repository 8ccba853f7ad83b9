"""A session's course: poses in, for each what the coach finds and what the session does. No file, no clock.

It joins the judge of each exercise in turn, the flow from one to the next, and the raised arm that pauses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from posecoach.core.body.pose import Pose
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.exercise.measures import DEFAULT_HEIGHT_CM
from posecoach.core.judging.coach import Judge, Verdict, together
from posecoach.core.judging.events import Event, Rep, RepDone, Update
from posecoach.core.session.arm_signal import RaisedArm
from posecoach.core.session.camera_placement import Picture, Placement
from posecoach.core.session.flow import Flow
from posecoach.core.session.routine import Step, with_hold
from posecoach.core.session.scene import Ended, Finding, Scene, StageName


class Course:
    """Leads one session.

    Parameters
    ----------
    steps : sequence of Step
        What to do, in order; empty for free practice.
    anything : sequence of Exercise
        What is recognised in free practice.
    height_cm : float
        The person's height.
    placing : bool
        Whether to look at camera and place first.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        anything: Sequence[Exercise] = (),
        height_cm: float = DEFAULT_HEIGHT_CM,
        placing: bool = True,
    ) -> None:
        to_judge = [[with_hold(step.exercise, step.hold_s)] for step in steps] or [list(anything)]
        self._judges = [Judge(*exercises, height_cm=height_cm) for exercises in to_judge]
        self._flow, self._placement, self._arm = Flow(steps, placing), Placement(), RaisedArm()
        self._last = Update(0.0, None)

    @property
    def stage(self) -> StageName:
        """What the session is doing."""
        return self._flow.stage

    @property
    def reps(self) -> tuple[Rep, ...]:
        """All attempts so far, numbered through."""
        reps = [rep for judge in self._judges for rep in judge.coach.reps]
        return tuple(replace(rep, index=index) for index, rep in enumerate(reps, 1))

    def update(
        self, t: float, pose: Pose | None, picture: Picture | None = None, trouble: str | None = None
    ) -> tuple[Update, Scene]:
        """Take what was seen at `t` seconds.

        Parameters
        ----------
        t : float
            Seconds of the stream.
        pose : Pose or None
            The person.
        picture : Picture, optional
            What is known of the picture, while placing.
        trouble : str, optional
            Why nobody was found, where that is known.
        """
        if self.stage == "paused":
            last = self._last
            update = Update(t, pose, exercise=last.exercise, title=last.title, reps=last.reps)
        else:
            update = self._numbered(self._judges[self._flow.at](t, pose))
        if trouble:
            update = replace(update, unseen=trouble)
        findings: tuple[Finding, ...] = ()
        if self.stage == "place" and picture is not None:
            findings = self._placement.update(t, pose, picture)
        self._last = update
        return update, self._flow.update(update, self._arm.update(t, pose), findings, self._placement.passed)

    def _numbered(self, update: Update) -> Update:
        """Count the attempts on from those of the exercises before."""
        before = sum(len(judge.coach.reps) for judge in self._judges[: self._flow.at])
        if not before:
            return update
        events: list[Event] = [
            RepDone(e.t, replace(e.rep, index=e.rep.index + before)) if isinstance(e, RepDone) else e
            for e in update.events
        ]
        return replace(update, rep=update.rep and update.rep + before, reps=update.reps + before, events=tuple(events))

    def toggle_pause(self) -> None:
        """Pause, or go on: a paused time is no hold."""
        self._flow.toggle_pause()

    def restart(self) -> None:
        """Begin the exercise in hand anew."""
        self._judges[self._flow.at].coach.restart()
        self._flow.restart()

    def end(self, why: Ended) -> None:
        """End the session; see `Scene.ended`."""
        self._flow.end(why)

    def finish(self, t: float) -> tuple[Update, Scene]:
        """End the stream at `t`; a hold under way is an attempt."""
        self._flow.end("quit")
        events = self._judges[self._flow.at].coach.finish(t)
        update = self._numbered(Update(t, None, events=tuple(events)))
        return update, self._flow.update(update)

    def verdict(self, duration_s: float) -> Verdict:
        """Sum up the session of `duration_s` seconds."""
        return together([judge.verdict(duration_s) for judge in self._judges], self.reps)
