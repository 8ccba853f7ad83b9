"""Video files: true times, and the same frames however they are read."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from small_videos import times, write_video

from posecoach.vision.video import VideoFile


def test_times_start_at_zero_and_are_those_in_the_file(tmp_path):
    video = VideoFile(write_video(tmp_path / "plain.mp4", 30))
    assert times(video) == pytest.approx([i / 10 for i in range(30)])
    assert (video.fps, video.duration_s, video.frames_estimate, video.frames_read) == (10, 3, 30, 30)
    assert video.damage is None


@pytest.mark.parametrize("name", ["phone.mp4", "phone.mkv"])
def test_a_variable_frame_rate_keeps_its_true_times(tmp_path, name):
    stamps = [0, 33, 70, 400, 433, 900, 901, 1500]
    path = write_video(tmp_path / name, stamps, time_base=Fraction(1, 1000))
    assert times(VideoFile(path)) == pytest.approx([stamp / 1000 for stamp in stamps])


def test_a_stream_that_begins_later_still_starts_at_zero(tmp_path):
    video = VideoFile(write_video(tmp_path / "late.mkv", list(range(70, 90))))
    assert times(video) == pytest.approx([i / 10 for i in range(20)])
    assert video.damage is None


def test_times_are_counted_where_the_file_holds_none(tmp_path):
    path = write_video(tmp_path / "bare.h264", 25, muxer="h264")
    assert times(VideoFile(path)) == pytest.approx([i / 10 for i in range(25)])


def test_scrambled_presentation_times_are_replaced_by_decoding_times(tmp_path):
    path = write_video(tmp_path / "bframes.avi", 40, options={"bf": "3", "b_strategy": "0"})
    got = times(VideoFile(path))
    assert len(got) == 40
    assert np.diff(got) == pytest.approx(np.full(39, 0.1))


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("bframes.mp4", {"options": {"bf": "3", "g": "12", "b_strategy": "0"}}),
        ("opengop.mkv", {"options": {"bf": "3", "g": "12", "x264-params": "open-gop=1:scenecut=0"}}),
        ("bframes.ts", {"options": {"bf": "2", "g": "12"}}),
        ("bframes.avi", {"options": {"bf": "3", "g": "12", "b_strategy": "0"}}),
        ("bare.h264", {"options": {"g": "12"}, "muxer": "h264"}),
        ("moving.gif", {"codec": "gif", "pix_fmt": "rgb8"}),
        ("eight.webm", {"codec": "libvpx", "options": {"g": "12", "deadline": "realtime"}}),
    ],
)
def test_a_file_cut_in_pieces_gives_the_frames_of_the_whole(tmp_path, name, how):
    start = 0 if name.endswith("gif") else 17  # a first time stamp that is not 0
    video = VideoFile(write_video(tmp_path / name, list(range(start, start + 60)), **how))
    whole = [(frame.t, frame.image.tobytes()) for frame in video]
    assert len(whole) == 60
    for cut in (0.05, 1.2, whole[31][0], 5.85):
        pieces = [*video.frames(0, cut), *video.frames(cut)]
        assert [(frame.t, frame.image.tobytes()) for frame in pieces] == whole


def test_an_interval_past_the_end_is_empty(tmp_path):
    video = VideoFile(write_video(tmp_path / "short.mp4", 10))
    assert times(video, 5.0) == []
    assert video.damage is None


def test_a_file_can_be_read_again_and_stopped_early(tmp_path):
    with VideoFile(write_video(tmp_path / "plain.mp4", 20), threads=1) as video:
        for frame in video:
            if frame.t > 0.45:
                break
        assert video.frames_read == 6
        assert len(times(video)) == video.frames_read == 20
        unfinished = iter(video)
        next(unfinished)
    assert list(unfinished) == []  # closed with the file
