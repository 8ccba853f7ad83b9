"""Practising with a camera that misbehaves, is missing, or is a file: the set is written and the person informed."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager

import fakes
import mjpeg_server
import pytest
from practice_cases import STICK_FIGURE, analysis, print_nothing, settings_for

from posecoach.cli.app import run
from posecoach.errors import CameraError
from posecoach.practice.runner import run_practice
from posecoach.process import Stop
from posecoach.vision.camera.camera import Camera
from posecoach.vision.camera.watchdog import Limits

SOON = Limits(open_s=5.0, silent_s=0.5, frozen_s=0.8, reopen_s=0.3, retry_s=(0.2,), give_up_s=8.0)


@contextmanager
def coached(tmp_path, said):
    """A session with a network camera, on a thread of its own; gives the camera and the end to come."""
    stop, ends = Stop(), []
    with mjpeg_server.MjpegServer([fakes.picture(i) for i in range(20)], fps=20) as server:

        def open_camera(camera, stack):
            return stack.enter_context(Camera(server.url, limits=SOON))

        settings = settings_for(tmp_path, open_camera, find=fakes.bridging_until(3.6))
        thread = threading.Thread(target=lambda: ends.append(run_practice(settings, said.append, stop)))
        thread.start()
        try:
            yield server, ends
        finally:
            stop.receive(2)
            thread.join(15)
    assert not thread.is_alive()


def heard(said: list[str], words: str, within_s: float = 10.0) -> bool:
    """Whether something is said in time."""
    deadline_s = time.monotonic() + within_s
    while time.monotonic() < deadline_s:
        if any(words in line for line in said):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.slow
@pytest.mark.parametrize("trouble", ["drop", "go_silent", "stick"])
def test_trouble_with_the_camera_is_reported_and_its_gap_is_no_hold(trouble, tmp_path):
    said: list[str] = []
    with coached(tmp_path, said) as (server, ends):
        time.sleep(4.5)
        server.drop(5.0) if trouble == "drop" else getattr(server, trouble)()
        assert heard(said, "the same image" if trouble == "stick" else "no image")
        server.resume()
        assert heard(said, "The camera is back.", 20.0)
        time.sleep(0.5)
    (end,) = ends
    assert not end.problems and len(end.reps) == 1
    assert end.reps[0].hold_s < 2.5


@pytest.mark.slow
def test_a_camera_gone_for_good_is_an_error_with_the_set_written(tmp_path):
    said: list[str] = []
    with coached(tmp_path, said) as (server, ends):
        time.sleep(4.5)
        server.drop(60.0)
        deadline_s = time.monotonic() + 15
        while not ends and time.monotonic() < deadline_s:
            time.sleep(0.05)
    (end,) = ends
    assert isinstance(end.problems[0], CameraError) and end.problems[0].exit_code == 3
    assert "did not return" in analysis(tmp_path).partial and len(end.reps) == 1


@pytest.mark.parametrize("camera", ["97", "http://127.0.0.1:9/"])
def test_a_camera_that_cannot_be_opened_is_exit_code_3_and_soon(camera, tmp_path, capfd):
    began_s = time.monotonic()
    assert run(["practice", "bridge", "--no-window", "--camera", camera, "-o", str(tmp_path)], STICK_FIGURE) == 3
    assert time.monotonic() - began_s < 6.0
    err = capfd.readouterr().err
    assert err.startswith(f"posecoach: Camera {camera}") and err.count("\n") == 1


def test_a_missing_file_as_camera_is_wrong_use(tmp_path, capfd):
    assert run(["practice", "bridge", "--no-window", "--camera", "a.mp4", "-o", str(tmp_path)], STICK_FIGURE) == 2
    assert "a.mp4" in capfd.readouterr().err


def test_a_video_file_may_take_the_place_of_a_camera(tmp_path):
    clip = fakes.video(tmp_path / "clip.mp4", 1.0, fps=20)
    out = tmp_path / "out"
    assert run(["practice", "bridge", "--no-window", "--camera", str(clip), "-o", str(out)], STICK_FIGURE) == 0
    (path,) = out.glob("*.json")
    assert json.loads(path.read_text())["video"]["frames"] > 10


def test_a_laptop_that_sleeps_in_a_hold_adds_nothing_to_it(tmp_path):
    times = [*fakes.steady(4.0), *fakes.steady(3.0, start_s=64.0)]
    end = run_practice(
        settings_for(tmp_path, fakes.Pictures(times), find=fakes.bridging_until(4.0)), print_nothing, Stop()
    )
    assert len(end.reps) == 1 and end.reps[0].hold_s < 2.0
