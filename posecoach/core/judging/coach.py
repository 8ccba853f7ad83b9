"""Coaches one stream: poses in, updates out. No file, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from posecoach.core.body.pose import Pose, TimedPose
from posecoach.core.body.tracking.continuity import Continuity, Following
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.exercise.measures import Measurer
from posecoach.core.height import DEFAULT_HEIGHT_CM
from posecoach.core.judging.events import Event, Rep, Update
from posecoach.core.judging.frame_rate import FrameRate
from posecoach.core.judging.recognition import Recogniser
from posecoach.core.judging.rep_tracker import RepTracker
from posecoach.core.judging.view_quality import NOBODY, WHY, ViewQuality

FRAME_S = 0.5
"""A frame stands for the time since the one before it, at most for this long: beyond is a pause or a stalled camera."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was judged in a whole stream.

    Attributes
    ----------
    exercise : str or None
        The named exercise, or the one with the most time in attempts; None when none was recognised.
    reps : tuple of Rep
        All attempts in order of time; each names its exercise.
    share : dict
        For each exercise, the share of the stream's time that its attempts took.
    judged_s : float
        Seconds in which the body could be judged.
    not_judged : dict
        Reason why it could not be judged, as a sentence -> seconds.
    """

    exercise: str | None
    reps: tuple[Rep, ...]
    share: dict[str, float]
    judged_s: float = 0.0
    not_judged: dict[str, float] = field(default_factory=dict)

    @property
    def judged_share(self) -> float:
        """Share of the time in which the body could be judged, 0 to 1."""
        all_s = self.judged_s + sum(self.not_judged.values())
        return self.judged_s / all_s if all_s else 0.0


class Coach:
    """Judges a stream of poses as one named exercise, or recognises which of several the person does.

    Parameters
    ----------
    *exercises : Exercise
        One exercise, or the candidates.
    height_cm : float
        The person's height.

    Attributes
    ----------
    new_view : bool
        Whether the last pose began another view: the camera was moved, or another shot begins.
    """

    def __init__(self, *exercises: Exercise, height_cm: float = DEFAULT_HEIGHT_CM) -> None:
        self._named = exercises[0].id if len(exercises) == 1 else None
        self._tracker: RepTracker | Recogniser = RepTracker(exercises[0]) if self._named else Recogniser(exercises)
        self._measure = Measurer([measure for exercise in exercises for measure in exercise.measures], height_cm)
        self._follow, self._view, self._rate = Continuity(), ViewQuality(), FrameRate()
        self.new_view = False
        self._t: float | None = None
        self._unseen: str | None = None
        self._judged_s = 0.0
        self._not_judged: dict[str, float] = {}

    @property
    def reps(self) -> tuple[Rep, ...]:
        """The finished attempts, in order of time."""
        return tuple(self._tracker.reps)

    def step(self, t: float, pose: Pose | None) -> Update:
        """Judge the pose at `t` seconds.

        Parameters
        ----------
        t : float
            Seconds since the stream began; must grow from call to call.
        pose : Pose or None
            The person; None = nobody was found.
        """
        self._rate.add(t)
        followed, self.new_view, jumped = self._follow(pose) if pose else Following(None)
        events = self._begin_view(t) if self.new_view else []
        problem: str | None = None if pose else NOBODY
        if followed is None:
            problem = problem or self._view.doubt(t, jumped)
            update = self._tracker.update(t, {}, None, problem)
            if problem is None:  # in doubt for a moment: nothing to tell the person
                update = replace(update, unseen=self._unseen)
        else:
            body, values = self._measure(followed)
            problem = self._view.problem(body, followed) or (WHY["slow"] if self._rate.too_slow else None)
            if self._view.cleared:  # the camera was moved as asked
                events += self._begin_view(t)
            elif self._measure.levelled:
                events += self._tracker.change_view(t)
            if self._view.cleared or self._measure.levelled:
                values = {}  # measured as before: part of neither view
            update = self._tracker.update(t, values, body, problem)
        self._keep_time(t, problem)
        self._unseen = update.unseen
        return replace(update, events=(*events, *update.events)) if events else update

    def watch(self, pose: Pose | None) -> None:
        """Only see whether another view begins, as during a pause: nothing is judged."""
        self.new_view = pose is not None and self._follow(pose).new_view
        if pose and self.new_view:
            self._begin_view(pose.t)

    def _begin_view(self, t: float) -> list[Event]:
        """Learn anew: the camera was moved, or another shot begins."""
        self._measure.restart()
        self._view.begin_view()
        return self._tracker.change_view(t)

    def _keep_time(self, t: float, problem: str | None) -> None:
        """Add the time since the last frame to what was judged, or to what could not be."""
        if self._t is not None and problem:
            self._not_judged[problem] = self._not_judged.get(problem, 0.0) + t - self._t
        elif self._t is not None:
            self._judged_s += min(t - self._t, FRAME_S)
        self._t = t

    def finish(self, t: float) -> list[Event]:
        """End the stream at `t` seconds; a running hold counts as an attempt."""
        return self._tracker.finish(t)

    def assess(self, duration_s: float) -> Assessment:
        """Sum up a stream of `duration_s` seconds."""
        time_s: dict[str, float] = {}
        for rep in self.reps:
            time_s[rep.exercise] = time_s.get(rep.exercise, 0.0) + rep.end_s - rep.start_s
        share = {key: min(1.0, spent / duration_s) for key, spent in time_s.items()} if duration_s else {}
        exercise = self._named or max(time_s, key=lambda key: time_s[key], default=None)
        return Assessment(exercise, self.reps, share, self._judged_s, dict(self._not_judged))


def combine(assessments: Sequence[Assessment], reps: tuple[Rep, ...]) -> Assessment:
    """Sum up a session of several coaches, one after the other; `reps` are all attempts, numbered through."""
    share: dict[str, float] = {}
    not_judged: dict[str, float] = {}
    for assessment in assessments:
        for key, value in assessment.share.items():
            share[key] = share.get(key, 0.0) + value
        for reason, seconds in assessment.not_judged.items():
            not_judged[reason] = not_judged.get(reason, 0.0) + seconds
    exercise = (
        assessments[0].exercise if len(assessments) == 1 else max(share, key=lambda key: share[key], default=None)
    )
    judged_s = sum(assessment.judged_s for assessment in assessments)
    return Assessment(exercise, reps, share, judged_s, not_judged)


def judge_all(
    seen: Iterable[TimedPose],
    exercises: Sequence[Exercise],
    height_cm: float,
    on_update: Callable[[Update], None] = lambda update: None,
) -> Assessment:
    """Judge a whole video and pass on the update of each frame.

    With a single exercise the assessment names it even without an attempt.
    """
    coach, t = Coach(*exercises, height_cm=height_cm), 0.0
    for t, pose in seen:
        on_update(coach.step(t, pose))
    coach.finish(t)
    return coach.assess(t)


def replay(seen: Iterable[TimedPose], exercises: Sequence[Exercise], height_cm: float) -> Iterator[Update]:
    """Yield the updates of a video frame by frame, as `judge_all` found them."""
    coach = Coach(*exercises, height_cm=height_cm)
    for t, pose in seen:
        yield coach.step(t, pose)
