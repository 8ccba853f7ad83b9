"""Reads the clips with their truth, and judges them as posecoach does."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from posecoach.api.functions import analyze
from posecoach.core.body.pose import TimedPose, Values
from posecoach.core.exercise.bands import Band
from posecoach.core.exercise.exercise import LOWERING_S, Exercise
from posecoach.core.height import DEFAULT_HEIGHT_CM
from posecoach.core.judging.coach import Assessment, judge_all
from posecoach.core.judging.events import Rep, Update
from posecoach.exercises.registry import BUILT_IN
from posecoach.storage import landmark_file
from truth.outcomes import MIXED, Outcome, TrueAttempt, score, true_attempts

TRUTH_SUFFIX = ".truth.json"
Truth = dict[str, Any]


class Seen(NamedTuple):
    """What was measured in a frame: its time in seconds, the measures, and why nothing could be judged, if so."""

    t: float
    values: Values
    unseen: str | None


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip, judged.

    Attributes
    ----------
    name : str
        Its file's name without the suffix.
    truth : Truth
        Its truth file.
    poses : sequence of (float, Pose or None)
        Time in seconds and pose of each frame.
    seen : list of Seen
        What was measured in each frame.
    attempts : tuple of TrueAttempt
        What the person did.
    outcomes : list of Outcome
        What came of each attempt.
    assessment : Assessment
        What the coach found.
    """

    name: str
    truth: Truth
    poses: Sequence[TimedPose]
    seen: list[Seen]
    attempts: tuple[TrueAttempt, ...]
    outcomes: list[Outcome]
    assessment: Assessment

    @property
    def height_cm(self) -> float:
        """The person's height; posecoach's usual one when it is not known."""
        return height_cm(self.truth)

    @property
    def yaw(self) -> float:
        """Degrees that the camera is turned from an exact side view, to either side; NaN when not known."""
        return abs(float((self.truth.get("camera") or {}).get("yaw", math.nan)))

    @property
    def is_exercise(self) -> bool:
        """Whether the person does some of the exercises; else nothing may be counted."""
        return self.truth["exercise"] is not None

    @property
    def is_recording(self) -> bool:
        """Whether it was found, not rendered for this purpose."""
        return "origin" in self.truth

    @property
    def is_right(self) -> bool:
        """Whether everything said about it is right."""
        return all(outcome.right for outcome in self.outcomes)

    @property
    def frames(self) -> list[Truth]:
        """The truth of each frame; empty where only the attempts are known."""
        return self.truth.get("frames") or []

    def between(self, start_s: float, end_s: float) -> list[Seen]:
        """Return what was measured in the frames from one time to another."""
        return [frame for frame in self.seen if start_s <= frame.t <= end_s]

    def of(self, exercise: Exercise) -> list[Outcome]:
        """Return the outcomes of the attempts at one exercise that had to be counted."""
        return [one for one in self.outcomes if one.verdict != "optional" and exercise_of(one) == exercise.id]


def exercise_of(outcome: Outcome) -> str:
    """Return the true exercise of an attempt; for an invented one, what the coach took it for."""
    if outcome.attempt:
        return outcome.attempt.exercise
    return outcome.rep.exercise if outcome.rep else ""


def height_cm(truth: Truth) -> float:
    """Return the person's height in cm."""
    height_m = (truth.get("body") or {}).get("height_m")
    return 100 * height_m if height_m else DEFAULT_HEIGHT_CM


def truth_files(folder: Path) -> list[Path]:
    """Return the truth files of a folder of clips, by name."""
    return sorted(folder.glob("*" + TRUTH_SUFFIX))


def read_clip(truth_file: Path, kept: Path | None) -> Clip:
    """Read one clip, find its landmarks or take those kept, and judge it among all exercises of posecoach."""
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    name = truth_file.name.removesuffix(TRUTH_SUFFIX)
    poses = _landmarks(truth_file.with_name(truth["clip"]), kept, name)
    seen: list[Seen] = []

    def keep(update: Update) -> None:
        seen.append(Seen(update.t, update.values, update.unseen))

    assessment = judge_all(poses, BUILT_IN, height_cm(truth), keep)
    attempts = true_attempts(truth)
    return Clip(name, truth, poses, seen, attempts, score(attempts, assessment.reps), assessment)


def _landmarks(video: Path, kept: Path | None, name: str) -> Sequence[TimedPose]:
    file = kept / video.parent.name / (name + landmark_file.SUFFIX) if kept else None
    if kept and file and not file.exists() and (kept / file.name).exists():
        file = kept / file.name
    if file and file.exists():
        return landmark_file.read(file).poses
    result = analyze(video)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        landmark_file.LandmarkLog(result.poses).save(file, result.video, result.model)
    return result.poses


def lowerings(clip: Clip) -> Iterator[Rep]:
    """Yield the attempts of a clip with the time of lowering as a fault of each, which the coach reports only then."""
    for exercise in BUILT_IN:
        if clip.truth["exercise"] in (exercise.id, MIXED) and any(c.measure == LOWERING_S for c in exercise.checks):
            always = tuple(
                replace(check, band=Band(low=math.inf)) if check.measure == LOWERING_S else check
                for check in exercise.checks
            )
            yield from judge_all(clip.poses, [replace(exercise, checks=always)], clip.height_cm).reps
