"""The landmarker of single images: what breaks it is said, not raised from within MediaPipe."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from posecoach.core.body.pose import Frame
from posecoach.errors import ModelError
from posecoach.vision.landmarker import FAILURES_MAX, Landmarker
from posecoach.vision.search.second_look import LOOKS_AT_ONCE, SecondLook

pytestmark = pytest.mark.usefixtures("mediapipe")
MODEL = Path("swapped.task")
IMAGE = np.zeros((80, 200, 3), np.uint8)
WRONG = RuntimeError("CalculatorGraph::Run() failed:\nCalculator::Process() for node ...")
"""As with a bundle whose networks are valid, but are not those that the landmarker expects."""


class Graph:
    """Stands for MediaPipe's; raises these failures, one a call."""

    def __init__(self, *failures):
        self.failures = list(failures)

    def detect(self, image):
        if self.failures:
            raise self.failures.pop(0)
        return SimpleNamespace(pose_landmarks=[])

    def close(self):
        if self.failures:
            raise RuntimeError("graph has errors")


def test_one_image_that_breaks_it_costs_only_that_image():
    built = [Graph(), Graph(WRONG)]
    landmarker = Landmarker(MODEL, lambda path: built.pop())
    assert landmarker.find(IMAGE) is None
    assert landmarker.find(IMAGE).pose_landmarks == []


def test_a_model_that_never_works_is_named_in_one_line():
    landmarker = Landmarker(MODEL, lambda path: Graph(WRONG, WRONG))
    for _ in range(FAILURES_MAX - 1):
        assert landmarker.find(IMAGE) is None
    with pytest.raises(ModelError, match=r"^The pose model swapped\.task failed 3 times in a row: .*--model.*$"):
        landmarker.find(IMAGE)


def test_looking_again_with_a_model_that_never_works_says_so():
    assert LOOKS_AT_ONCE >= FAILURES_MAX
    with pytest.raises(ModelError, match="swapped"):
        SecondLook(MODEL, lambda path: Graph(WRONG))(Frame(0.0, IMAGE))
