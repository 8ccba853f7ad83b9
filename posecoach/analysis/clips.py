"""Short clips of what went wrong: 3 s around each attempt's worst fault, with the rule drawn on the body."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from posecoach.analysis.annotate import write_clip
from posecoach.analysis.settings import Progress, Stop
from posecoach.core.body.pose import Frame, TimedPose
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.coach import replay
from posecoach.core.judging.events import Fault, Rep, Update
from posecoach.storage.result_json import Rep as StoredRep

AROUND_S = 1.5
"""Seconds shown before and after the worst moment: a breath each, in which the fault is seen to come and go."""
GROUND = (40, 36, 32)
"""Blue, green, red of the ground on which a skeleton without a picture is drawn: dark, so that its colours show."""

Frames = Callable[[float, float], Iterable[Frame]]
"""The pictures of a video from one time to another (s), as `posecoach.vision.video.VideoFile.frames` gives them."""


@dataclass(frozen=True, slots=True)
class FaultMoment:
    """The worst moment of an attempt.

    Attributes
    ----------
    rep : int
        The attempt's number.
    code : str
        The fault.
    t : float
        When it was worst (s).
    severity : float
        By how much: 1 = as far out of the band as good form is within.
    """

    rep: int
    code: str
    t: float
    severity: float


def cut_clips(
    seen: Sequence[TimedPose],
    reps: Sequence[Rep | StoredRep],
    exercises: Iterable[Exercise],
    height_cm: float,
    frames: Frames | None,
    size: tuple[int, int],
    out_dir: Path,
    stem: str,
    progress: Progress = lambda step, done, total: None,
    stop: Stop = lambda: False,
) -> list[Path]:
    """Write STEM.rep2.hips_low.mp4 and its like, a clip for each attempt with a fault that can be shown.

    Parameters
    ----------
    seen : sequence of (float, Pose or None)
        What was found in each frame.
    reps : sequence of Rep
        The attempts.
    exercises : iterable of Exercise
        Those that may have been done.
    height_cm : float
        The person's height.
    frames : callable or None
        Gives the pictures; None = the skeleton is drawn on a plain ground.
    size : tuple of int
        Width and height of the pictures in pixels.
    out_dir : Path
        Folder for the clips; it must be there.
    stem : str
        How their names begin.
    progress : callable
        Called with the step, the frames newly done, and the frames in all if known.
    stop : callable
        Whether the user wants to end; clips that are whole are kept.

    Raises
    ------
    SourceError, UsageError
        The video cannot be read, or a clip not be written.
    """
    clips: list[tuple[FaultMoment, Sequence[Update]]] = []
    for exercise in exercises:
        own = [rep for rep in reps if rep.exercise == exercise.id and rep.faults]
        updates = _updates(seen, exercise, height_cm, progress, stop) if own else []
        for moment in filter(None, (worst(rep, exercise, updates) for rep in own)):
            clips.append((moment, _between(updates, moment.t - AROUND_S, moment.t + AROUND_S)))
    progress("Cutting", 0, sum(len(shown) for _, shown in clips))
    files: list[Path] = []
    for moment, shown in clips:
        if stop():
            break
        path = out_dir / f"{stem}.rep{moment.rep}.{moment.code}.mp4"
        pictures = iter((frames or _plain(seen, size))(shown[0].t, moment.t + AROUND_S))
        if write_clip(path, pictures, shown, size, progress):
            files.append(path)
    return files


def worst(rep: Rep | StoredRep, exercise: Exercise, updates: Sequence[Update]) -> FaultMoment | None:
    """Find when an attempt was furthest from good form: in its hold if it can be, since leaving it passes bad poses.

    Returns
    -------
    FaultMoment or None
        None when no fault of it shows at a moment: a hold too short or a lowering too fast is known only at its end.
    """
    codes = {fault.code for fault in rep.faults}
    moments = [
        FaultMoment(rep.index, fault.code, update.t, _severity(fault, exercise))
        for update in _between(updates, rep.start_s, rep.end_s)
        for fault in update.faults
        if fault.code in codes
    ]
    in_hold = [moment for moment in moments if rep.hold_start_s <= moment.t <= rep.hold_end_s]
    return max(in_hold or moments, key=lambda moment: moment.severity, default=None)


def _severity(fault: Fault, exercise: Exercise) -> float:
    """How far the value is beyond its limit, as a share of how far good form is within it, or of the limit itself."""
    low, high = fault.target
    limit = low if fault.value < low else high
    check = next(check for check in exercise.checks if check.code == fault.code)
    key = bind(check.measure, "left")  # exercises give their values of good form for the left leg
    rest, good = (
        exercise.example_start.get(key, math.nan),
        (exercise.example_start | exercise.example_good).get(key, math.nan),
    )
    within = abs(good - (rest if check.from_start else 0.0) - limit)
    return abs(fault.value - limit) / (within if within > 0 else abs(limit) or 1.0)


def _updates(
    seen: Sequence[TimedPose], exercise: Exercise, height_cm: float, progress: Progress, stop: Stop
) -> list[Update]:
    """Judge all once more, for what was known in each frame."""
    step = f"Looking for {exercise.title} in"
    progress(step, 0, len(seen))
    updates = []
    for update in replay(seen, [exercise], height_cm):
        if stop():
            break
        updates.append(update)
        progress(step, 1, None)
    return updates


def _between(updates: Sequence[Update], start_s: float, end_s: float) -> Sequence[Update]:
    first, last = (bisect_left(updates, t, key=lambda update: update.t) for t in (start_s, end_s))
    return updates[first:last]


def _plain(seen: Sequence[TimedPose], size: tuple[int, int]) -> Frames:
    """Return pictures of nothing at the times of `seen`."""
    ground = np.full((size[1], size[0], 3), GROUND, np.uint8)

    def frames(start_s: float, end_s: float) -> Iterator[Frame]:
        return (Frame(t, ground) for t, _ in seen if start_s <= t < end_s)

    return frames
