"""Which words mean a camera, and what to try when it does not open."""

from __future__ import annotations

import re

import pytest

from posecoach.errors import UsageError
from posecoach.vision.camera.camera import Camera
from posecoach.vision.camera.device import advice, camera_name, is_camera, parse_camera


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (0, 0),
        ("1", 1),
        (" 2 ", 2),
        ("/dev/video3", 3),
        ("http://10.0.0.7:8080/video", "http://10.0.0.7:8080/video"),
        ("RTSP://user:secret@cam/1", "RTSP://user:secret@cam/1"),
    ],
)
def test_numbers_and_addresses_mean_cameras(given, meant):
    assert parse_camera(given) == meant
    assert is_camera(given)


@pytest.mark.parametrize("given", ["", "clip.mp4", "C:\\clip.mp4", "-1", "http://", "file:///clip.mp4", "http://[", -1])
def test_anything_else_means_none(given):
    assert not is_camera(given)
    with pytest.raises(UsageError, match="is not a camera: give its number"):
        Camera(given)


def test_a_file_is_no_camera_even_when_it_exists(tmp_path):
    (tmp_path / "clip.mp4").touch()
    assert not is_camera(str(tmp_path / "clip.mp4"))


def test_a_password_is_not_shown():
    assert camera_name("rtsp://user:secret@cam/1") == "Camera rtsp://cam/1"


@pytest.mark.parametrize(
    ("spec", "platform", "devices", "words"),
    [
        (0, "linux", [], "no camera at all"),
        (0, "linux", [2, 4], "try --camera 2 or 4"),
        (0, "linux", [0], "no other program.*--camera 1.*/dev/video0"),
        (1, "darwin", None, "--camera 0.*System Settings"),
        (0, "win32", None, "privacy switch.*Settings"),
        ("http://cam/", "linux", [], "Check the address"),
    ],
)
def test_the_advice_fits_the_machine(spec, platform, devices, words):
    assert re.search(words, advice(spec, platform, devices))
