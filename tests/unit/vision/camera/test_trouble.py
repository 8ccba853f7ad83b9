"""Why a camera cannot be used, and what to do: another text for each reason that the system gives."""

from __future__ import annotations

import errno
import os
import re
import sys

import pytest

from posecoach.vision.camera.trouble import others, usual_reasons
from posecoach.vision.camera.video4linux import camera_names, find_device_trouble, users_of

TWO = {0: "Integrated Camera", 2: "C920"}


def fails(number: int):
    def reserve(device):
        raise OSError(number, os.strerror(number), str(device))

    return reserve


@pytest.mark.parametrize(
    ("reason", "names", "words"),
    [
        (errno.ENOENT, {}, "no camera at all"),
        (errno.ENOENT, {2: "C920"}, "No camera has that number"),
        (errno.ENODEV, TWO, "no longer connected"),
        (errno.ENXIO, TWO, "no longer connected"),
        (errno.EACCES, TWO, "not allowed to use /dev/video0.*usermod -aG video.*log out"),
        (errno.EBUSY, TWO, "Another program is using it: close that program"),
        (errno.EINVAL, TWO, "^$"),
    ],
)
def test_each_reason_of_the_system_has_its_own_words(reason, names, words):
    assert re.search(words, find_device_trouble(0, names, fails(reason)))


def test_a_camera_that_can_be_used_has_no_trouble():
    assert find_device_trouble(0, TWO, lambda device: None) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="links need a permission there")
def test_the_programs_that_use_a_camera_are_named_whatever_has_ended_meanwhile(tmp_path):
    camera = tmp_path / "dev" / "video0"
    for number, opened in (("7", "video0"), ("8", "null"), ("9", "video0")):
        (tmp_path / number / "fd").mkdir(parents=True)
        (tmp_path / number / "fd" / "3").symlink_to(camera.with_name(opened))
    (tmp_path / "7" / "comm").write_text("cheese\n")
    (tmp_path / "10").mkdir()  # has ended
    (tmp_path / "11").mkdir()
    (tmp_path / "11" / "fd").touch()  # cannot be listed
    assert users_of(camera, tmp_path) == {7: "cheese", 9: ""}


def test_the_cameras_of_a_machine_are_found_with_their_names(tmp_path):
    devices, names = tmp_path / "dev", tmp_path / "names"
    devices.mkdir()
    for number, index in ((0, "0"), (1, "1"), (10, "0")):
        (devices / f"video{number}").touch()
        (names / f"video{number}").mkdir(parents=True)
        (names / f"video{number}" / "name").write_text(f"Camera {number}\n")
        (names / f"video{number}" / "index").write_text(f"{index}\n")
    (devices / "video2").touch()  # the system says nothing about it
    (devices / "video-codec").touch()
    assert camera_names(devices, names) == {0: "Camera 0", 2: "no name", 10: "Camera 10"}
    assert camera_names(tmp_path / "nowhere", names) == {}


@pytest.mark.parametrize(
    ("spec", "names", "words"),
    [
        (0, {}, "^Or use a video instead: .*posecoach analyze VIDEO"),
        (0, {0: "C920"}, "^There is no other camera here"),
        (0, TWO, r"^Other cameras here: --camera 2 \(C920\)\. Or use a video"),
    ],
)
def test_the_other_cameras_are_named_and_what_to_do_without_one(spec, names, words):
    assert re.search(words, others(spec, names))


@pytest.mark.parametrize(
    ("platform", "words"),
    [
        ("linux", r"no other program using it\?$"),
        ("darwin", "privacy switch.*System Settings"),
        ("win32", "privacy switch.*Settings"),
    ],
)
def test_where_the_system_gives_no_reason_the_usual_ones_are_said(platform, words):
    assert re.search(words, usual_reasons(platform))
