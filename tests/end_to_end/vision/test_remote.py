"""A session through a phone, with the real pose model: judged as the recording is, also when the phone is turned."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from posecoach.core.body.pose import Frame, Image
from posecoach.core.judging.coach import Coach
from posecoach.errors import ModelError
from posecoach.exercises.registry import EXERCISES
from posecoach.vision import weights
from posecoach.vision.camera.remote import RemoteCamera
from posecoach.vision.people import person_follower
from posecoach.vision.video import VideoFile

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[3] / "sample_videos"
NAME = "bridge_hips_low.mp4"
TURNED_S = 16.5
"""The person rests between two attempts."""


def portrait(image: Image) -> Image:
    """Return what a phone sees that is turned onto its short edge, from where it sees the same width of the room."""
    small = cv2.resize(image, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    width = small.shape[1]
    above = (width * 4 // 3 - small.shape[0]) // 2
    return cv2.copyMakeBorder(small, above, above, 0, 0, cv2.BORDER_REPLICATE)


def through_a_phone(video: VideoFile) -> Iterator[Frame]:
    """Return the frames as a session gets them from a phone: compressed, delayed by up to 0.3 s, on another clock."""
    network, now_s = random.Random(3), 1000.0
    camera = RemoteCamera("The phone", clock=lambda: now_s)
    for frame in video:
        image = portrait(frame.image) if frame.t >= TURNED_S else frame.image
        delay_s = 0.3 if network.random() < 0.02 else network.random() * 0.05
        now_s = max(now_s, 1000.0 + frame.t + delay_s)
        camera.push(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes(), 77.0 + frame.t, now_s)
        if received := camera.latest(0):
            yield received


def test_a_turned_phone_is_judged_as_the_recording_is():
    try:
        model = weights.locate()
    except ModelError as missing:
        pytest.skip(f"the pose model is not here: {missing}")
    [clip] = [c for c in json.loads((SAMPLES / "index.json").read_text("utf-8"))["clips"] if c["file"] == NAME]
    coach = Coach(EXERCISES["bridge"], height_cm=clip["height_cm"])
    with VideoFile(SAMPLES / NAME) as video, person_follower(model) as find:
        for frame in through_a_phone(video):
            coach.step(frame.t, find(frame))
        coach.finish(frame.t)
    assert [[fault.code for fault in rep.faults] for rep in coach.reps] == [rep["faults"] for rep in clip["reps"]]
    holds_s = [rep["hold_end_s"] - rep["hold_start_s"] for rep in clip["reps"]]
    assert [rep.hold_s for rep in coach.reps] == pytest.approx(holds_s, abs=0.2)
