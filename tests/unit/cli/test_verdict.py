"""What the terminal shows of a recording: its attempts, or why there are none and what to do."""

from __future__ import annotations

from pathlib import Path

import fakes
import pytest
import stick_figure

from posecoach.cli.app import run
from posecoach.cli.options import AppContext


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    return fakes.video(tmp_path_factory.mktemp("clips") / "clip.mp4", 7.0)


def shown(clip: Path, find, capfd, *options: str) -> list[str]:
    """Lines that the terminal shows of a recording in which `find` finds the person."""
    context = AppContext(estimator=lambda model: fakes.estimator(model, find), silent=True)
    assert run(["analyze", str(clip), "--no-video", "-o", str(clip.parent / "out"), *options], context) == 0
    return capfd.readouterr().out.splitlines()


def test_a_recording_without_a_person_says_so_and_what_to_look_at(clip, capfd):
    first, why, *files = shown(clip, fakes.nobody, capfd)
    assert first == "clip.mp4: None of the exercises was recognised."
    assert why == "  Nobody was found in any of 70 pictures: is the whole body in the picture, is it light enough?"
    assert len(files) == 4


def test_somebody_who_lies_still_is_told_what_an_attempt_is(clip, capfd):
    first, why, *_ = shown(clip, lambda frame: stick_figure.supine(frame.t), capfd, "-e", "bridge")
    assert first == "clip.mp4: No attempt at Bridge was counted."
    assert why.startswith("  7 s of 7 s could be judged, but I saw no whole attempt: begin each attempt")


def test_a_second_of_seven_without_a_person_is_mentioned_below_the_attempts(clip, capfd):
    lines = shown(clip, lambda frame: fakes.bridging(frame) if frame.t < 5.9 else None, capfd)
    told = next(line for line in lines if line.startswith("  Nobody was found for 1."))
    assert "of 7 s" in told and any("bridge" in line for line in lines[: lines.index(told)])


def test_a_recording_that_was_judged_completely_needs_no_remark(clip, capfd):
    assert not any("could not be judged" in line or "Nobody" in line for line in shown(clip, fakes.bridging, capfd))
