"""The shape of STEM.json, schema id `posecoach.analysis/1`, as pydantic models; its JSON Schema lies beside.

Keys that a reader may rely on stay for as long as the id stays; new ones may be added.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


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
