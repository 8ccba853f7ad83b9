"""The camera check: it ends when all is well, when its time is over, or with the camera."""

from dataclasses import replace

import numpy as np
import pytest
from stick_figure import lying

from posecoach.core.body.pose import Frame
from posecoach.practice.camera_check import check_camera, look


class Reel:
    """Gives frames, now and then none, as a camera does."""

    status_text = ""

    def __init__(self, seconds, fps=20):
        image = np.full((480, 640, 3), 100, np.uint8)
        self.frames = [frame for i in range(int(seconds * fps)) for frame in (Frame(i / fps, image), None)]

    @property
    def state(self):
        return "live" if self.frames else "ended"

    def latest(self, timeout_s):
        return self.frames.pop(0)


def check(find, reel, seconds=20.0, stop=lambda: False):
    heard = []
    looks = look(reel, find, lambda frame, pose: 1, stop)
    found = check_camera(looks, seconds, lambda t, findings: heard.append(findings))
    assert not heard or heard[-1] == found
    return found, len(heard) / 20


def test_the_check_ends_when_all_is_well():
    found, lasted_s = check(lambda frame: replace(lying(), t=frame.t), Reel(20))
    assert all(finding.ok for finding in found) and lasted_s == pytest.approx(3, abs=0.2)


def test_the_check_ends_with_its_time_the_stream_or_a_stop():
    assert check(lambda frame: None, Reel(20), seconds=5)[1] == pytest.approx(5, abs=0.2)
    assert check(lambda frame: None, Reel(4))[1] == pytest.approx(4, abs=0.2)
    assert check(lambda frame: None, Reel(4), stop=lambda: True) == ((), 0)


def test_looking_goes_on_after_all_is_well():
    looks = list(look(Reel(6), lambda frame: replace(lying(), t=frame.t), None, lambda: False))
    assert looks[-1].frame.t > 5.9 and looks[-1].passed and looks[-1].pose is not None
