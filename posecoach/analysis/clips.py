"""Cuts clips of faults: 3 s around each attempt's worst moment, with the target drawn on the body."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path

import numpy as np

from posecoach.analysis.annotate import write_clip
from posecoach.analysis.settings import Progress, Stop, never_stop, no_progress
from posecoach.core.body.pose import Frame, TimedPose
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.coach import replay
from posecoach.core.judging.events import Rep, Update
from posecoach.core.judging.worst_moment import worst_moment
from posecoach.core.result import Result
from posecoach.exercises.registry import EXERCISES
from posecoach.translation import N_

AROUND_S = 1.5
"""Seconds before and after the worst moment: a breath each, enough to see the fault come and go."""
BACKGROUND = (40, 36, 32)
"""Background of a skeleton without a picture, in blue, green, red: dark, so that its colours show."""

CLIP = "{}.rep{}.{}.mp4"
"""Name of a clip: of the stem, the attempt's number, and the fault's code."""

Frames = Callable[[float, float], Iterable[Frame]]
"""The frames of a video from one time to another (s), as `posecoach.vision.video.VideoFile.frames` gives them."""


@dataclass(frozen=True, slots=True)
class FaultMoment:
    """The worst moment of an attempt: the attempt's number, the fault's code, and the time (s)."""

    rep: int
    code: str
    t: float


def cut_clips(
    result: Result,
    poses: Sequence[TimedPose],
    frames: Frames | None,
    stem: Path,
    progress: Progress = no_progress,
    stop: Stop = never_stop,
) -> list[Path]:
    """Write a clip, such as STEM.rep2.hips_low.mp4, for each attempt with a fault that shows in the body.

    Parameters
    ----------
    result : Result
        The result.
    poses : sequence of (float, Pose or None)
        Time in seconds and pose of every frame.
    frames : callable or None
        Provides the pictures; None = the skeleton is drawn on a plain background.
    stem : Path
        Beginning of the clips' names; the folder must exist.
    progress : callable
        Receives the step's name, the number of new frames, and the total number of frames if known.
    stop : callable
        Whether the user wants to stop; finished clips stay.

    Returns
    -------
    list of Path
        The clips.

    Raises
    ------
    SourceError, UsageError
        The video cannot be read, or a clip cannot be written.
    """
    clips: list[tuple[FaultMoment, Sequence[Update]]] = []
    for exercise in (EXERCISES[key] for key in EXERCISES if any(rep.exercise == key for rep in result.reps)):
        own = [rep for rep in result.reps if rep.exercise == exercise.id and rep.faults]
        updates = _replay(poses, exercise, result.height_cm, progress, stop) if own else []
        for moment in filter(None, (find_moment(rep, exercise, updates) for rep in own)):
            clips.append((moment, _between(updates, moment.t - AROUND_S, moment.t + AROUND_S)))
    progress(N_("Cutting"), 0, sum(len(around) for _, around in clips))
    pictures = frames or _blank_frames(poses, (result.video.width, result.video.height))
    files: list[Path] = []
    for moment, around in clips:
        if stop():
            break
        path = stem.with_name(CLIP.format(stem.name, moment.rep, moment.code))
        if write_clip(path, iter(pictures(around[0].t, moment.t + AROUND_S)), around, progress):
            files.append(path)
    return files


def clips_of(stem: Path) -> list[Path]:
    """Return the files that may be clips of that stem, from an earlier run."""
    return sorted(stem.parent.glob(CLIP.format(escape(stem.name), "*", "*")))


def find_moment(rep: Rep, exercise: Exercise, updates: Sequence[Update]) -> FaultMoment | None:
    """Find the moment when an attempt was furthest from good form; None when none of its faults shows in the body."""
    own = _between(updates, rep.start_s, rep.end_s)
    found = worst_moment(rep, exercise, [update.t for update in own], [update.values for update in own])
    return FaultMoment(rep.index, found[1].code, own[found[0]].t) if found else None


def _replay(
    poses: Sequence[TimedPose], exercise: Exercise, height_cm: float, progress: Progress, stop: Stop
) -> list[Update]:
    """Judge the recording again, for the update of each frame."""
    step = N_("Looking for {title} in", title=exercise.title)
    progress(step, 0, len(poses))
    updates = []
    for update in replay(poses, [exercise], height_cm):
        if stop():
            break
        updates.append(update)
        progress(step, 1, None)
    return updates


def _between(updates: Sequence[Update], start_s: float, end_s: float) -> Sequence[Update]:
    first, last = (bisect_left(updates, t, key=lambda update: update.t) for t in (start_s, end_s))
    return updates[first:last]


def _blank_frames(poses: Sequence[TimedPose], size: tuple[int, int]) -> Frames:
    """Return frames without a picture at the times of `poses`."""
    background = np.full((size[1], size[0], 3), BACKGROUND, np.uint8)

    def frames(start_s: float, end_s: float) -> Iterator[Frame]:
        return (Frame(t, background) for t, _ in poses if start_s <= t < end_s)

    return frames
