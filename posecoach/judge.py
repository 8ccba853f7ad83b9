"""Poses -> updates: the measures and one coach an exercise, over one stream. No file, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from posecoach.core.coach import Coach
from posecoach.core.exercise import Exercise
from posecoach.core.measures import DEFAULT_HEIGHT_CM, Measurer
from posecoach.core.types import Pose, Rep, Update

Seen = tuple[float, Pose | None]
"""Time in seconds and what was found then."""


class Judge:
    """Judges one exercise over a stream of poses.

    Parameters
    ----------
    exercise : Exercise
        What is to be done.
    height_cm : float
        The person's height.
    hold_target_s : float, optional
        Another hold than the prescribed one.
    """

    def __init__(
        self, exercise: Exercise, height_cm: float = DEFAULT_HEIGHT_CM, hold_target_s: float | None = None
    ) -> None:
        self.coach = Coach(exercise, hold_target_s)
        self._measure = Measurer(exercise.measures, height_cm)

    def __call__(self, t: float, pose: Pose | None) -> Update:
        """Judge what was seen at `t` seconds."""
        if pose is None:
            return self.coach.update(t, {})
        body, values = self._measure(pose)
        return self.coach.update(t, values, body.pose)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a whole video showed.

    Attributes
    ----------
    exercise : str or None
        The exercise with the most time in attempts; None when none was recognised.
    reps : tuple of Rep
        All attempts in order of time; each names its exercise.
    share : dict
        Share of the video's time in the attempts of each exercise.
    """

    exercise: str | None
    reps: tuple[Rep, ...]
    share: dict[str, float]


def judge_all(seen: Iterable[Seen], exercises: Iterable[Exercise], height_cm: float) -> Verdict:
    """Judge a whole video as each of the exercises and keep what was recognised.

    An attempt needs the exercise's own start pose, posture and target pose, so another exercise's attempts do not
    count. Where two exercises claim the same time, the longer attempt has it.
    """
    seen = list(seen)
    duration_s = seen[-1][0] if seen else 0.0
    claims: list[Rep] = []
    for exercise in exercises:
        judge = Judge(exercise, height_cm)
        for t, pose in seen:
            judge(t, pose)
        judge.coach.finish(duration_s)
        claims += judge.coach.reps
    kept: list[Rep] = []
    for rep in sorted(claims, key=lambda rep: (-rep.hold_s, rep.start_s)):
        if all(rep.end_s <= other.start_s or rep.start_s >= other.end_s for other in kept):
            kept.append(rep)
    time: dict[str, float] = {}
    for rep in kept:
        time[rep.exercise] = time.get(rep.exercise, 0.0) + rep.end_s - rep.start_s
    share = {key: spent / duration_s for key, spent in time.items()} if duration_s else {}
    return Verdict(max(time, key=lambda key: time[key], default=None), _numbered(kept), share)


def _numbered(reps: list[Rep]) -> tuple[Rep, ...]:
    return tuple(replace(rep, index=i) for i, rep in enumerate(sorted(reps, key=lambda rep: rep.start_s), 1))


def replay(
    seen: Iterable[Seen], verdict: Verdict, exercises: dict[str, Exercise], height_cm: float
) -> Iterator[Update]:
    """Go through a judged video once more, frame by frame: each moment by the exercise it belongs to."""
    spans = [(rep.start_s, rep.end_s, rep.exercise) for rep in verdict.reps]
    ids = {key for _, _, key in spans} | ({verdict.exercise} if verdict.exercise else set())
    judges = {key: Judge(exercises[key], height_cm) for key in sorted(ids)}
    measure = Measurer((), height_cm)
    for t, pose in seen:
        now = next((key for start_s, end_s, key in spans if start_s <= t <= end_s), verdict.exercise)
        updates = {key: judge(t, pose) for key, judge in judges.items()}
        yield updates[now] if now else _unjudged(t, pose, measure)


def _unjudged(t: float, pose: Pose | None, measure: Measurer) -> Update:
    """Return the measures without a judgement: no exercise was recognised."""
    if pose is None:
        return Update(t, None)
    body, values = measure(pose)
    return Update(t, body.pose, values)
