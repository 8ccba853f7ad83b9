"""Which words mean a camera."""

from __future__ import annotations

import pytest

from posecoach.errors import UsageError
from posecoach.vision.camera.camera import Camera
from posecoach.vision.camera.device import camera_name, is_camera, parse_camera, without_secrets


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


NOT_CAMERAS = [
    "",
    "clip.mp4",
    "C:\\clip.mp4",
    "-1",
    "http://",
    "file:///clip.mp4",
    "http://[",
    "rtsp:\n//cam",
    "9" * 9999,
    -1,
]


@pytest.mark.parametrize("given", NOT_CAMERAS)
def test_anything_else_means_none(given):
    assert not is_camera(given)
    with pytest.raises(UsageError, match=r"^.{1,50} is not a camera: give its number"):
        Camera(given)


def test_a_file_is_no_camera_even_when_it_exists(tmp_path):
    (tmp_path / "clip.mp4").touch()
    assert not is_camera(str(tmp_path / "clip.mp4"))


def test_a_password_is_not_shown():
    assert camera_name("rtsp://user:secret@cam/1") == "Camera rtsp://cam/1"
    assert camera_name("rtsp://user:s@ecret@cam:554/1") == "Camera rtsp://cam:554/1"
    assert camera_name("http://cam/video.cgi?user=me&pwd=secret") == "Camera http://cam/video.cgi"
    assert without_secrets("films/who?/me@home.mp4") == "films/who?/me@home.mp4"
