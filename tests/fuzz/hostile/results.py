"""Results (STEM.json), read by what shows them, compares them, cuts clips from them, and takes a video as done."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import posecoach as pc
from hostile.changes import changed_json
from hostile.feeding import Target
from hostile.recordings import MODEL, clip_files
from posecoach.analysis import clips
from posecoach.analysis.batch import outcome_of
from posecoach.analysis.batch.finished import find_finished
from posecoach.analysis.batch.summary import write_summary
from posecoach.analysis.compare import find_changes
from posecoach.analysis.settings import AnalysisSettings
from posecoach.core.height import DEFAULT_HEIGHT_CM
from posecoach.core.result import Result
from posecoach.exercises.registry import BUILT_IN, EXERCISES
from posecoach.reports.reasons import explain
from posecoach.storage import landmark_file, result_json

FAULT = {"code": "hips_low", "start_s": 5.0, "end_s": 9.0, "value": 140.0, "target": [165.0, None], "unit": "deg"}


@cache
def _samples() -> list[bytes]:
    good = clip_files()["clip.json"]
    poor = json.loads(good)
    poor["reps"][0]["faults"] = [{**FAULT, "cue": "Hips 25° low: push up"}]
    return [good, json.dumps(poor).encode()]


def _read_shown(data: bytes, folder: Path) -> str:
    """Load a result with its landmarks beside it, show it in every way, and write it again."""
    (folder / "clip.json").write_bytes(data)
    (folder / "clip.landmarks.npz").write_bytes(clip_files()["clip.landmarks.npz"])
    _is_finished(folder)
    result = pc.load_result(folder / "clip.json")
    page = result._repr_html_() + result.report_html() + "".join(explain(result))
    assert page.count("<script") == 1, "that of the charts"
    before = result_json.loads(clip_files()["clip.json"])
    changes = [*find_changes(before, result), *find_changes(result, before)]
    result_json.dumps(result)
    write_summary([outcome_of(Path("clip.mp4"), result)], folder)
    return f"{len(result.reps)} attempts, {min(len(changes), 20)} changes"


def _read_clips(data: bytes, folder: Path) -> str:
    """Find the pictures that show a fault, as `posecoach moments` does, and draw them without a video."""
    path = folder / "clip.json"
    path.write_bytes(data)
    (folder / "clip.landmarks.npz").write_bytes(clip_files()["clip.landmarks.npz"])
    result = result_json.read(path)
    stored = landmark_file.read_beside(path, result.video)
    assert stored is not None
    reps = tuple(rep for rep in result.reps if rep.exercise in EXERCISES)
    known: Result = replace(result, reps=reps)
    return f"{len(clips.cut_clips(known, stored.poses, None, folder / 'clip'))} clips"


def _is_finished(folder: Path) -> bool:
    """Ask whether a video is done already, as `posecoach analyze --resume` does."""
    video = folder / "clip.mp4"
    video.write_bytes(b"a video")
    (folder / "clip.csv").write_bytes(clip_files()["clip.csv"])
    settings = AnalysisSettings(tuple(BUILT_IN), DEFAULT_HEIGHT_CM, None, MODEL, folder, video=False)
    return find_finished(video, settings) is not None


RESULT = Target("result", _samples, changed_json, _read_shown, frozenset({4}), tried=20)
CLIPS = Target("clips", _samples, changed_json, _read_clips, frozenset({4}), tried=6)
