"""Reads recordings whose truth is known: a folder with one NAME.truth.json a video, or with one index.json for all."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truth.clips import height_cm, truth_files
from truth.outcomes import MIXED, TrueAttempt, true_attempts

INDEX = "index.json"
INDEX_KEYS = {
    "start": "start_s",
    "hold_start": "hold_start_s",
    "hold_end": "hold_end_s",
    "end": "end_s",
    "side": "side",
    "faults": "faults",
    "maybe": "may_also_say",
}
"""How the index names what a truth file says of an attempt."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A video and what is true of it.

    Attributes
    ----------
    video : Path
        The file.
    exercise : str or None
        Id of the exercise; `MIXED` for several; None for another movement.
    height_cm : float
        The person's height.
    attempts : tuple of TrueAttempt
        What the person does, in seconds of the video.
    yaw_deg : float
        How far the camera is turned from an exact side view; NaN when not known.
    """

    video: Path
    exercise: str | None
    height_cm: float
    attempts: tuple[TrueAttempt, ...]
    yaw_deg: float

    @property
    def is_one_exercise(self) -> bool:
        """Whether the person does one known exercise."""
        return self.exercise not in (None, MIXED)


def read_recordings(folder: Path) -> list[Recording]:
    """Return the recordings of a folder, by name; none when it holds no truth."""
    index = folder / INDEX
    if index.exists():
        clips = json.loads(index.read_text(encoding="utf-8"))["clips"]
        return sorted((_of_index(folder, clip) for clip in clips), key=lambda one: one.video.name)
    return [_of_truth(file, json.loads(file.read_text(encoding="utf-8"))) for file in truth_files(folder)]


def _of_index(folder: Path, clip: dict[str, Any]) -> Recording:
    reps = [{key: rep[name] for key, name in INDEX_KEYS.items()} for rep in clip["reps"]]
    attempts = true_attempts({"exercise": clip["exercise"], "reps": reps})
    return Recording(folder / clip["file"], clip["exercise"], clip["height_cm"], attempts, abs(clip["camera_yaw_deg"]))


def _of_truth(file: Path, truth: dict[str, Any]) -> Recording:
    yaw_deg = abs(float((truth.get("camera") or {}).get("yaw", math.nan)))
    return Recording(file.with_name(truth["clip"]), truth["exercise"], height_cm(truth), true_attempts(truth), yaw_deg)
