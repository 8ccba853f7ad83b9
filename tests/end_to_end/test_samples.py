"""The sample videos through the real pose model: what `index.json` states is what comes out, however filmed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from video_variants import reencode

from posecoach.analysis.extract import extract
from posecoach.core.judging.coach import Assessment, judge_all
from posecoach.errors import ModelError
from posecoach.exercises.registry import EXERCISES
from posecoach.process import quiet_native
from posecoach.vision import weights
from posecoach.vision.search.person_search import PersonSearch
from posecoach.vision.video import VideoFile

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[2] / "sample_videos"
CLIPS: dict[str, dict[str, Any]] = {
    clip["file"]: clip for clip in json.loads((SAMPLES / "index.json").read_text(encoding="utf-8"))["clips"]
}
ONE_EACH = ("bridge_hips_low.mp4", "bird_dog_good.mp4", "leg_lift_knees_bent.mp4")
"""One clip of each exercise, with faults and without. Not the bird dog whose leg is low: in its mirror image the
estimator takes the hidden raised arm for the supporting one for seconds, and the hold is cut."""
SHORTEST = min(CLIPS, key=lambda name: CLIPS[name]["duration_s"])
SWAPPED = {"left": "right", "right": "left", None: None}

HOLD_S = 0.5
"""How far a hold may be from the truth; the ends of a hold are a matter of 0.3 s each."""
SAME_HOLD_S = 2 * HOLD_S
"""How far the holds of two recordings of one movement may lie apart: each so far from the truth, on its own side."""


@pytest.fixture(scope="module")
def model() -> Path:
    try:
        return weights.locate()
    except ModelError as missing:
        pytest.skip(f"the pose model is not here: {missing}")


@pytest.fixture(scope="module")
def analyse(model: Path) -> Callable[..., Assessment]:
    """Extracts a video's poses and judges them as any exercise."""

    def run(path: Path, height_cm: float, workers: int = 2) -> Assessment:
        with quiet_native():
            track = extract(VideoFile(path), lambda: PersonSearch(model), workers=workers)
        assert track.damage is None
        return judge_all(track.poses, tuple(EXERCISES.values()), height_cm)

    return run


@pytest.fixture(scope="module")
def verdict(analyse: Callable[..., Assessment]) -> Callable[[str], Assessment]:
    """Verdict of a sample; each is analysed once."""
    known: dict[str, Assessment] = {}

    def look_up(name: str) -> Assessment:
        if name not in known:
            known[name] = analyse(SAMPLES / name, CLIPS[name]["height_cm"])
        return known[name]

    return look_up


def same(one: Assessment, other: Assessment, *, mirrored: bool = False) -> None:
    """Check that two verdicts tell the same attempts, sides, faults and holds."""
    assert one.exercise == other.exercise
    assert [(rep.exercise, rep.side) for rep in one.reps] == [
        (rep.exercise, SWAPPED[rep.side] if mirrored else rep.side) for rep in other.reps
    ]
    assert [codes(rep) for rep in one.reps] == [codes(rep) for rep in other.reps]
    assert [rep.hold_s for rep in one.reps] == pytest.approx([rep.hold_s for rep in other.reps], abs=SAME_HOLD_S)


def codes(rep: Any) -> set[str]:
    return {fault.code for fault in rep.faults}


@pytest.mark.parametrize("name", CLIPS)
def test_the_exercise_is_recognised_and_every_attempt_counted(name, verdict):
    found, truth = verdict(name), CLIPS[name]
    assert found.exercise == truth["exercise"]
    assert [rep.exercise for rep in found.reps] == [truth["exercise"]] * len(truth["reps"])


@pytest.mark.parametrize("name", CLIPS)
def test_the_raised_leg_is_the_right_one(name, verdict):
    assert [rep.side for rep in verdict(name).reps] == [rep["side"] for rep in CLIPS[name]["reps"]]


@pytest.mark.parametrize("name", CLIPS)
def test_holds_last_as_long_as_they_did(name, verdict):
    held = [rep["hold_end_s"] - rep["hold_start_s"] for rep in CLIPS[name]["reps"]]
    assert [rep.hold_s for rep in verdict(name).reps] == pytest.approx(held, abs=HOLD_S)


@pytest.mark.parametrize("name", CLIPS)
def test_the_faults_are_those_that_were_made(name, verdict):
    found = verdict(name).reps
    assert len(found) == len(CLIPS[name]["reps"])
    for rep, truth in zip(found, CLIPS[name]["reps"], strict=True):
        made, allowed = set(truth["faults"]), set(truth["may_also_say"])
        assert made <= codes(rep) <= made | allowed, f"attempt {rep.index}"


@pytest.mark.parametrize("name", ONE_EACH)
def test_filmed_slower_smaller_and_from_the_other_side_it_is_judged_the_same(name, verdict, analyse, tmp_path):
    other = reencode(SAMPLES / name, tmp_path / name, fps=10, mirror=True, width=320)
    same(analyse(other, CLIPS[name]["height_cm"]), verdict(name), mirrored=True)


def test_one_worker_and_two_come_to_the_same_verdict(verdict, analyse):
    same(analyse(SAMPLES / SHORTEST, CLIPS[SHORTEST]["height_cm"], workers=1), verdict(SHORTEST))
