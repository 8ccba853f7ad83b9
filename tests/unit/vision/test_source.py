"""Where live frames come from: a word opens a camera or a file, and a file is played at its own times."""

from __future__ import annotations

from contextlib import ExitStack

import fakes
import pytest

from posecoach.errors import CameraError, UsageError
from posecoach.vision.source import VideoPlayback, open_source
from posecoach.vision.video import VideoFile


def test_a_camera_by_its_device_name_is_a_camera_and_no_missing_file():
    with pytest.raises(CameraError, match="Camera 987 cannot be opened"), ExitStack() as stack:
        open_source("/dev/video987", stack)


def test_a_missing_file_is_named_with_what_camera_takes():
    with (
        pytest.raises(UsageError, match=r"file nowhere\.mp4 does not exist\. --camera takes"),
        ExitStack() as stack,
    ):
        open_source("nowhere.mp4", stack)


def test_an_address_of_another_kind_is_no_camera():
    with pytest.raises(UsageError, match="'ftp://cam/1' is not a camera: give its number"), ExitStack() as stack:
        open_source("ftp://cam/1", stack)


def test_a_video_file_is_played(tmp_path):
    with ExitStack() as stack:
        source = open_source(str(fakes.video(tmp_path / "clip.mp4", 1.0)), stack)
        assert isinstance(source, VideoPlayback) and source.latest(1.0).t == 0.0


def test_playback_gives_frames_at_their_times_and_drops_what_is_late(tmp_path):
    now = [100.0]
    with VideoFile(fakes.video(tmp_path / "clip.mp4", 2.0, 10)) as video:
        source = VideoPlayback(video, clock=lambda: now[0], sleep=lambda s: now.__setitem__(0, now[0] + s))
        assert source.latest(1.0).t == 0.0
        assert source.latest(0.05) is None, "the next one is not due yet"
        assert source.latest(1.0).t == pytest.approx(0.1)
        now[0] += 0.55
        assert source.latest(1.0).t == pytest.approx(0.6)
        assert source.frames_dropped == 4
        now[0] += 60.0
        assert source.latest(1.0).t == pytest.approx(1.9)
        assert source.state == "ended" and source.latest(1.0) is None and source.status_text == ""
