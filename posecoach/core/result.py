"""The result of a recording or a session: the attempts, a summary, the video and the pose model.

A `Result` goes from judging to writing and reporting. Its numbers are rounded when it is made, so that a result read
from its file equals the one that was written.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from posecoach._version import __version__
from posecoach.core.judging.coach import Assessment
from posecoach.core.judging.events import Fault, Rep

SCHEMA: Literal["posecoach.analysis/1"] = "posecoach.analysis/1"
"""Id of the format in which a result is written."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The pose model that found the landmarks.

    Attributes
    ----------
    name, file : str
        The name, and the file without its folder, which is private.
    sha256 : str
        Hash of the file.
    origin : str
        ``official``, ``assembled`` or ``own``; known by content, so a renamed official model is still official.
    """

    name: str
    file: str
    sha256: str
    origin: str


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """The video: a file, or a camera, which has no hash.

    Attributes
    ----------
    path : str
        The file, or the camera's name.
    sha256 : str or None
        Hash of the file.
    width, height : int
        Size of the upright frames in pixels, the unit of the landmarks.
    fps : float or None
        Frames per second on average.
    duration_s : float
        Length in seconds.
    frames, frames_with_pose : int
        All frames, and those in which a person was found.
    poses_per_s : float or None
        How many frames a second the estimator saw at most, where these were not all; the poses between are
        interpolated, and that of a body that has not moved is kept.
    turned_deg : int
        By how many degrees the frames of the file were turned clockwise to be upright: 0, 90, 180 or 270.
    """

    path: str
    sha256: str | None
    width: int
    height: int
    fps: float | None
    duration_s: float
    frames: int
    frames_with_pose: int
    poses_per_s: float | None = None
    turned_deg: int = 0

    def turned(self, quarters: int) -> VideoInfo:
        """Return the description of the video that is turned clockwise by so many more quarter turns."""
        width, height = (self.height, self.width) if quarters % 2 else (self.width, self.height)
        return replace(self, width=width, height=height, turned_deg=(self.turned_deg + 90 * quarters) % 360)


@dataclass(frozen=True, slots=True)
class Summary:
    """The attempts in numbers.

    Attributes
    ----------
    reps, reps_without_fault : int
        All attempts, and those without a fault in which every check was possible.
    hold_s, good_s, longest_hold_s : float
        Seconds of hold, of hold in good form, and of the longest hold.
    faults : dict of str to int
        Number of attempts with each fault.
    judged_share : float
        Share of the time in which the body could be judged, 0 to 1.
    not_judged_s : dict of str to float
        Why the body could not be judged, and for how many seconds.
    """

    reps: int
    reps_without_fault: int
    hold_s: float
    good_s: float
    longest_hold_s: float
    faults: dict[str, int]
    judged_share: float
    not_judged_s: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Result:
    """The result of one recording or practice session.

    Attributes
    ----------
    schema : str
        Id of the written format.
    posecoach : str
        Version of posecoach that judged.
    model : ModelInfo
        The pose model.
    video : VideoInfo
        The video or camera.
    height_cm : float
        The person's height, which sets the scale of heights.
    asked : str or None
        Id of the exercise that the user named; None = posecoach recognised it.
    exercise : str or None
        The named exercise, or the one with the most time in attempts; None when none was recognised.
    recognition : dict of str to float
        Share of the time in the attempts of each exercise.
    reps : tuple of Rep
        The attempts in order of time.
    summary : Summary
        The attempts in numbers.
    partial : str or None
        Why the result is partial, as a sentence; None when it is complete.
    """

    schema: Literal["posecoach.analysis/1"] = SCHEMA
    posecoach: str = __version__
    model: ModelInfo
    video: VideoInfo
    height_cm: float
    asked: str | None = None
    exercise: str | None
    recognition: dict[str, float] = field(default_factory=dict)
    reps: tuple[Rep, ...] = ()
    summary: Summary
    partial: str | None = None

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults of all attempts, in order of the attempts."""
        return tuple(fault for rep in self.reps for fault in rep.faults)


def make_result(
    assessment: Assessment,
    video: VideoInfo,
    model: ModelInfo,
    height_cm: float,
    asked: str | None = None,
    partial: str | None = None,
) -> Result:
    """Make a result from the assessment of a coach.

    Parameters
    ----------
    assessment : Assessment
        The assessment.
    video, model, height_cm, asked, partial
        As in `Result`.
    """
    reps = tuple(_rounded_rep(rep) for rep in assessment.reps)
    return Result(
        model=model,
        video=replace(video, duration_s=round(video.duration_s, 3)),
        height_cm=height_cm,
        asked=asked,
        exercise=assessment.exercise,
        recognition={key: round(share, 3) for key, share in assessment.share.items()},
        reps=reps,
        summary=_summary(assessment.reps, assessment.judged_share, assessment.not_judged),
        partial=partial,
    )


def _summary(reps: Sequence[Rep], judged_share: float, not_judged: Mapping[str, float]) -> Summary:
    """Sum up all attempts; an attempt that was not judged completely does not count as faultless."""
    return Summary(
        reps=len(reps),
        reps_without_fault=sum(not rep.faults and not rep.unjudged for rep in reps),
        hold_s=round(float(sum(rep.hold_s for rep in reps)), 2),
        good_s=round(float(sum(rep.good_s for rep in reps)), 2),
        longest_hold_s=round(max((rep.hold_s for rep in reps), default=0.0), 2),
        faults=dict(Counter(code for rep in reps for code in sorted({fault.code for fault in rep.faults}))),
        judged_share=round(judged_share, 3),
        not_judged_s={reason: round(seconds, 2) for reason, seconds in not_judged.items()},
    )


def _rounded_rep(rep: Rep) -> Rep:
    """Round an attempt's times to milliseconds, finer than their accuracy."""
    times = ("start_s", "hold_start_s", "hold_end_s", "end_s", "hold_s", "good_s", "unseen_s")
    rounded: dict[str, Any] = {name: round(float(getattr(rep, name)), 3) for name in times}
    return replace(rep, **rounded, faults=tuple(map(_rounded_fault, rep.faults)))


def _rounded_fault(fault: Fault) -> Fault:
    low, high = (end if math.isinf(end) else round(end, 2) for end in fault.target)
    return replace(
        fault,
        start_s=round(fault.start_s, 3),
        end_s=round(fault.end_s, 3),
        value=round(fault.value, 2),
        target=(low, high),
    )
