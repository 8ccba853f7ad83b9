"""Validates what stored files say: they may say anything, and their readers rely on what has passed here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from posecoach.core.exercise.bands import UNITS
from posecoach.core.height import MAX_HEIGHT_CM, MIN_HEIGHT_CM
from posecoach.core.judging.events import Fault, Rep
from posecoach.core.result import Result, Summary, VideoInfo
from posecoach.translation import N_

MAX_S = 7 * 24 * 3600.0
"""A week, in seconds: no recording is longer."""
MAX_COUNT = int(MAX_S) * 240
"""Frames of the longest recording at 240 frames/s, as phones film at most; nothing else is counted that often."""
MAX_TIME_S = 1e10
"""Seconds of a clock of the caller's own, which may count from 1970."""
LONGEST_SIDE_PX = 8192
"""The longer side of the largest pictures, 8K."""
MAX_FPS = 1e6
"""Frames per second that a container may claim for a video of which two frames lie close together."""
MAX_CHARACTERS = 10_000
"""Of a text; the longest are paths, with 4,096 characters on Linux."""

T = TypeVar("T")
Range = tuple[float, float]
Ranges = Mapping[type, Mapping[str, Range]]
"""Type -> field -> lowest and highest value of each number in it; fields that are missing may have any."""
SHARE: Range = (0, 1)
COUNT: Range = (0, MAX_COUNT)
SIDE_PX: Range = (0, LONGEST_SIDE_PX)
LENGTH_S: Range = (0, MAX_S)
TIME_S: Range = (-MAX_TIME_S, MAX_TIME_S)
MEASURED: Range = (-1e6, 1e6)
"""Degrees, centimetres and seconds."""
ANY: Range = (-math.inf, math.inf)

RESULT_RANGES: Ranges = {
    VideoInfo: {
        "width": SIDE_PX,
        "height": SIDE_PX,
        "fps": (0, MAX_FPS),
        "duration_s": LENGTH_S,
        "frames": COUNT,
        "frames_with_pose": COUNT,
        "poses_per_s": (0, MAX_FPS),
        "turned_deg": (0, 270),
    },
    Fault: {"start_s": TIME_S, "end_s": TIME_S, "value": MEASURED, "target": ANY},
    Rep: {
        "index": (1, MAX_COUNT),
        "start_s": TIME_S,
        "hold_start_s": TIME_S,
        "hold_end_s": TIME_S,
        "end_s": TIME_S,
        "hold_s": LENGTH_S,
        "good_s": LENGTH_S,
        "asked_hold_s": LENGTH_S,
        "unseen_s": LENGTH_S,
    },
    Summary: {
        "reps": COUNT,
        "reps_without_fault": COUNT,
        "hold_s": LENGTH_S,
        "good_s": LENGTH_S,
        "longest_hold_s": LENGTH_S,
        "faults": COUNT,
        "judged_share": SHARE,
        "not_judged_s": LENGTH_S,
    },
    Result: {"height_cm": (MIN_HEIGHT_CM, MAX_HEIGHT_CM), "recognition": SHARE},
}


class WrongFieldError(ValueError):
    """A field is missing or wrong; the message names it."""


def validated(adapter: TypeAdapter[T], data: object, ranges: Ranges = RESULT_RANGES) -> T:
    """Return what `data` describes, if every field has the right type and lies in its range.

    Raises
    ------
    WrongFieldError
        One is missing, has another type, or is out of its range.
    """
    try:
        value = adapter.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise WrongFieldError(f"{'.'.join(map(str, first['loc']))}: {first['msg'].lower()}") from error
    _check(value, "", ANY, ranges)
    return value


def _check(value: Any, place: str, allowed: Range, ranges: Ranges) -> None:
    """Check every number and every text in a value, and in the values that it consists of."""
    if isinstance(value, str):
        if len(value) > MAX_CHARACTERS:
            raise WrongFieldError(N_("{place}: has more than {most} characters", place=place, most=MAX_CHARACTERS))
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise WrongFieldError(N_("{place}: has half a character", place=place))
    elif isinstance(value, int | float):
        if not allowed[0] <= value <= allowed[1]:  # NaN is never within
            raise WrongFieldError(
                N_(
                    "{place}: must lie between {least:.10g} and {most:.10g}",
                    place=place,
                    least=allowed[0],
                    most=allowed[1],
                )
            )
    elif isinstance(value, Mapping):
        for key, each in value.items():
            _check(key, place, ANY, ranges)
            _check(each, f"{place}.{key}", allowed, ranges)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            _check(each, f"{place}.{number}", allowed, ranges)
    elif is_dataclass(value):
        own = ranges.get(type(value), {})
        for field in fields(value):
            name = f"{place}.{field.name}" if place else field.name
            _check(getattr(value, field.name), name, own.get(field.name, ANY), ranges)
        if isinstance(value, VideoInfo):
            _check_video(value, place)
        if isinstance(value, Rep | Fault) and not 0 <= value.end_s - value.start_s <= MAX_S:
            raise WrongFieldError(N_("{place}.end_s: does not follow {place}.start_s", place=place))
        if isinstance(value, Fault) and value.unit not in UNITS:
            raise WrongFieldError(
                N_("{place}.unit: must be one of {names}", place=place, names=", ".join(filter(None, UNITS)))
            )
        if isinstance(value, Result) and value.reps and not value.video.width * value.video.height:
            raise WrongFieldError(N_("video.width: is 0, but there are attempts"))


def _check_video(video: VideoInfo, place: str) -> None:
    if video.frames_with_pose > video.frames:
        raise WrongFieldError(
            N_("{place}.frames_with_pose: is more than all {frames} frames", place=place, frames=video.frames)
        )
    if video.frames_with_pose and not video.width * video.height:
        raise WrongFieldError(N_("{place}.width: is 0, but somebody was seen", place=place))
    if video.turned_deg % 90:
        raise WrongFieldError(N_("{place}.turned_deg: is no quarter turn", place=place))
