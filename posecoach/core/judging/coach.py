"""Poses -> updates: the measures and the coach over one stream. No file, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from posecoach.core.body.pose import Pose, Seen
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.exercise.measures import DEFAULT_HEIGHT_CM, Measurer
from posecoach.core.judging.events import Rep, Update
from posecoach.core.judging.recognition import Recogniser
from posecoach.core.judging.rep_tracker import Coach
from posecoach.core.judging.view_quality import NOBODY, Sight


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a whole video showed.

    Attributes
    ----------
    exercise : str or None
        The named exercise, or the one with the most time in attempts; None when none was recognised.
    reps : tuple of Rep
        All attempts in order of time; each names its exercise.
    share : dict
        Share of the video's time in the attempts of each exercise.
    not_judged : dict
        Why nothing could be judged, as a sentence, and for how many seconds.
    """

    exercise: str | None
    reps: tuple[Rep, ...]
    share: dict[str, float]
    not_judged: dict[str, float] = field(default_factory=dict)


class Judge:
    """Judges a stream of poses: as the one exercise that was named, or as whichever of several is done.

    Parameters
    ----------
    *exercises : Exercise
        One, or the candidates to recognise among.
    height_cm : float
        The person's height.

    Attributes
    ----------
    coach : Coach or Recogniser
        Who judges; holds the attempts.
    named : str or None
        Id of the named exercise.
    """

    def __init__(self, *exercises: Exercise, height_cm: float = DEFAULT_HEIGHT_CM) -> None:
        self.named = exercises[0].id if len(exercises) == 1 else None
        self.coach: Coach | Recogniser = Coach(exercises[0]) if self.named else Recogniser(exercises)
        self._measure = Measurer([measure for exercise in exercises for measure in exercise.measures], height_cm)
        self._sight = Sight()
        self._t: float | None = None
        self._not_judged: dict[str, float] = {}

    def __call__(self, t: float, pose: Pose | None) -> Update:
        """Judge what was seen at `t` seconds."""
        trouble: str | None = NOBODY
        if pose is None:
            update = self.coach.update(t, {})
        else:
            body, values = self._measure(pose)
            trouble = self._sight.trouble(body, pose)
            update = self.coach.update(t, values, body, trouble)
        if trouble and self._t is not None:
            self._not_judged[trouble] = self._not_judged.get(trouble, 0.0) + t - self._t
        self._t = t
        return update

    def verdict(self, duration_s: float) -> Verdict:
        """Sum up what was judged in a stream of `duration_s` seconds."""
        time_s: dict[str, float] = {}
        for rep in self.coach.reps:
            time_s[rep.exercise] = time_s.get(rep.exercise, 0.0) + rep.end_s - rep.start_s
        share = {key: min(1.0, spent / duration_s) for key, spent in time_s.items()} if duration_s else {}
        exercise = self.named or max(time_s, key=lambda key: time_s[key], default=None)
        return Verdict(exercise, tuple(self.coach.reps), share, dict(self._not_judged))


def together(verdicts: Sequence[Verdict], reps: tuple[Rep, ...]) -> Verdict:
    """Sum up a session of several judges, one after the other, whose attempts are `reps`, numbered through."""
    share: dict[str, float] = {}
    not_judged: dict[str, float] = {}
    for verdict in verdicts:
        for key, value in verdict.share.items():
            share[key] = share.get(key, 0.0) + value
        for reason, seconds in verdict.not_judged.items():
            not_judged[reason] = not_judged.get(reason, 0.0) + seconds
    exercise = verdicts[0].exercise if len(verdicts) == 1 else max(share, key=lambda key: share[key], default=None)
    return Verdict(exercise, reps, share, not_judged)


def judge_all(
    seen: Sequence[Seen],
    exercises: Sequence[Exercise],
    height_cm: float,
    tell: Callable[[Update], None] = lambda update: None,
) -> Verdict:
    """Judge a whole video, and tell of each frame.

    Of one exercise the verdict bears its name even without an attempt.
    """
    duration_s = seen[-1][0] if seen else 0.0
    judge = Judge(*exercises, height_cm=height_cm)
    for t, pose in seen:
        tell(judge(t, pose))
    judge.coach.finish(duration_s)
    return judge.verdict(duration_s)


def replay(seen: Iterable[Seen], exercises: Sequence[Exercise], height_cm: float) -> Iterator[Update]:
    """Go through a video once more, frame by frame, as `judge_all` did."""
    judge = Judge(*exercises, height_cm=height_cm)
    for t, pose in seen:
        yield judge(t, pose)
