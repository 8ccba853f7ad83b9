"""STEM.json, schema id `posecoach.analysis/1`: its shape as pydantic models, and how it is written and read.

Keys that a reader may rely on stay for as long as the id stays; new ones may be added.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from posecoach._version import __version__
from posecoach.core.judging import events as core
from posecoach.errors import SourceError
from posecoach.files import system_reason


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, ser_json_inf_nan="null")


class Model(_Strict):
    """The pose model that found the landmarks."""

    name: str
    file: str
    sha256: str
    origin: str


class Video(_Strict):
    """What was watched: a file, or a camera (then without hash and promise of length)."""

    path: str
    sha256: str | None
    width: int
    height: int
    fps: float | None
    duration_s: float
    frames: int
    frames_with_pose: int


class Fault(_Strict):
    """A departure from good form; an open end of the target band is null."""

    code: str
    start_s: float
    end_s: float
    value: float
    target: tuple[float | None, float | None]
    unit: Literal["deg", "cm", "s"]
    cue: str


class Unjudged(_Strict):
    """A check that could not be made in an attempt, and why."""

    code: str
    reason: str


class Rep(_Strict):
    """One attempt."""

    index: int
    exercise: str
    side: Literal["left", "right"] | None
    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    hold_s: float = Field(ge=0)
    good_s: float = Field(ge=0)
    asked_hold_s: float | None = Field(None, description="Hold that was asked for; null = as long as can be managed.")
    faults: list[Fault]
    unjudged: list[Unjudged]


class Summary(_Strict):
    """The whole at a glance."""

    reps: int
    reps_without_fault: int
    hold_s: float
    good_s: float
    longest_hold_s: float
    faults: dict[str, int]
    judged_share: float = Field(ge=0, le=1)
    not_judged_s: dict[str, float] = Field(description="Why nothing could be judged, and for how many seconds.")


class Analysis(_Strict):
    """One analysed video or practised set."""

    schema_id: Literal["posecoach.analysis/1"] = Field("posecoach.analysis/1", alias="schema")
    posecoach: str
    model: Model
    video: Video
    height_cm: float
    asked: str | None = Field(None, description="Exercise that was named; null when it was to be recognised.")
    exercise: str | None
    recognition: dict[str, float]
    reps: list[Rep]
    summary: Summary
    partial: str | None = Field(description="Why the result is not whole, as a sentence; null when it is.")


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of `Analysis`."""
    return Analysis.model_json_schema(by_alias=True)


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What was watched, as the output names it."""

    path: str
    sha256: str | None
    width: int
    height: int
    fps: float | None
    duration_s: float
    frames: int
    frames_with_pose: int


def analysis(
    watched: VideoInfo,
    model: dict[str, str],
    height_cm: float,
    exercise: str | None,
    share: dict[str, float],
    reps: Sequence[core.Rep],
    partial: str | None = None,
    not_judged: Mapping[str, float] = MappingProxyType({}),
    asked: str | None = None,
) -> str:
    """Build the JSON text of one analysis, checked against the schema.

    Parameters
    ----------
    watched : VideoInfo
        The video or camera.
    model : dict
        As `posecoach.vision.weights.describe` gives it.
    height_cm : float
        The height that set the scale.
    exercise : str or None
        The recognised or given exercise.
    share : dict
        Share of the time in each exercise's attempts.
    reps : sequence of Rep
        The attempts.
    partial : str, optional
        Why the result is not whole.
    not_judged : mapping of str to float
        Why nothing could be judged, and for how many seconds.
    asked : str, optional
        The exercise that the user named.
    """
    data: dict[str, Any] = {
        "schema": "posecoach.analysis/1",
        "posecoach": __version__,
        "model": model,
        "video": {**asdict(watched), "duration_s": round(watched.duration_s, 3)},
        "height_cm": height_cm,
        "asked": asked,
        "exercise": exercise,
        "recognition": {key: round(value, 3) for key, value in share.items()},
        "reps": [_rep(rep) for rep in reps],
        "summary": summary(reps, watched, not_judged),
        "partial": partial,
    }
    return Analysis.model_validate(data).model_dump_json(by_alias=True, indent=1) + "\n"


def summary(reps: Sequence[core.Rep], watched: VideoInfo, not_judged: Mapping[str, float]) -> dict[str, Any]:
    """Totals over all attempts; one of which something could not be judged is not called faultless."""
    return {
        "reps": len(reps),
        "reps_without_fault": sum(not rep.faults and not rep.unjudged for rep in reps),
        "hold_s": round(sum(rep.hold_s for rep in reps), 2),
        "good_s": round(sum(rep.good_s for rep in reps), 2),
        "longest_hold_s": round(max((rep.hold_s for rep in reps), default=0.0), 2),
        "faults": dict(Counter(code for rep in reps for code in sorted({fault.code for fault in rep.faults}))),
        "judged_share": round(watched.frames_with_pose / watched.frames, 3) if watched.frames else 0.0,
        "not_judged_s": {reason: round(seconds, 2) for reason, seconds in not_judged.items()},
    }


def _rep(rep: core.Rep) -> dict[str, Any]:
    times = ("start_s", "hold_start_s", "hold_end_s", "end_s", "hold_s", "good_s")
    return {
        "index": rep.index,
        "exercise": rep.exercise,
        "side": rep.side,
        **{name: round(getattr(rep, name), 3) for name in times},
        "asked_hold_s": rep.asked_hold_s,
        "faults": [_fault(fault) for fault in rep.faults],
        "unjudged": [{"code": code, "reason": reason} for code, reason in rep.unjudged],
    }


def _fault(fault: core.Fault) -> dict[str, Any]:
    low, high = (None if math.isinf(end) else round(end, 2) for end in fault.target)
    return {
        "code": fault.code,
        "start_s": round(fault.start_s, 3),
        "end_s": round(fault.end_s, 3),
        "value": round(fault.value, 2),
        "target": (low, high),
        "unit": fault.unit,
        "cue": fault.cue,
    }


def read(path: Path) -> Analysis:
    """Read a STEM.json.

    Raises
    ------
    SourceError
        When it cannot be read or is none.
    """
    try:
        return Analysis.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {system_reason(error)}. Check its name.") from error
    except ValidationError as error:
        raise SourceError(f"{path} is no analysis of posecoach, or of a newer one. Name a STEM.json.") from error
