"""Damaged videos: read as far as they go, and the damage is named."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from small_videos import times, write_video

from posecoach.vision.video import VideoFile


def test_a_file_cut_short_is_read_as_far_as_it_goes(tmp_path, capfd):
    whole = write_video(tmp_path / "w.mp4", 120, container_options={"movflags": "faststart"}, options={"g": "10"})
    data = whole.read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(data[: len(data) // 2])
    video = VideoFile(cut)
    got = times(video)
    assert 30 < len(got) < 90
    assert video.frames_read == len(got)
    assert video.damage == f"damaged after {got[-1]:.1f} s: read {len(got)} of 120 frames"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["cut.mkv", "cut.webm"])
def test_a_short_stream_without_an_index_is_noticed_by_its_length(tmp_path, name):
    codec = "libvpx" if name.endswith("webm") else "libx264"
    path = write_video(tmp_path / name, 120, codec=codec, options={"g": "10", "deadline": "realtime"})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    video = VideoFile(path)
    got = times(video)
    assert 10 < len(got) < 110
    assert video.damage is not None
    assert video.damage.startswith(f"damaged after {got[-1]:.1f} s")


@pytest.mark.parametrize("seed", range(6))
def test_flipped_bits_are_reported_as_damage_and_never_raise(tmp_path, seed):
    path = write_video(tmp_path / "flip.mkv", 60, options={"g": "10"})
    data = bytearray(path.read_bytes())
    for place in np.random.default_rng(seed).integers(len(data) // 8, len(data) * 7 // 8, 40):
        data[place] ^= 0x55
    path.write_bytes(data)
    video = VideoFile(path)
    got = times(video)
    assert 0 < len(got) <= 60
    assert np.all(np.diff(got) > 0)
    assert video.damage is not None


def test_a_hole_in_the_middle_is_reported_as_damage(tmp_path):
    path = write_video(tmp_path / "hole.webm", 120, codec="libvpx", options={"g": "10", "deadline": "realtime"})
    data = bytearray(path.read_bytes())
    third = len(data) // 3
    data[third : 2 * third] = bytes(third)
    path.write_bytes(data)
    video = VideoFile(path)
    assert len(times(video)) < 110
    assert video.damage is not None
    assert video.damage.startswith("damaged ")


def test_a_pass_over_a_sound_part_of_a_damaged_file_finds_nothing(tmp_path):
    path = write_video(tmp_path / "c.mp4", 120, container_options={"movflags": "faststart"}, options={"g": "10"})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    video = VideoFile(path)
    assert len(times(video, 0.0, 2.0)) == 20
    assert video.damage is None
    assert times(video, 2.0)
    assert video.damage is not None


# -- times that a file lacks or lies about --------------------------------------------------------------------------


def test_a_camera_of_a_laboratory_is_believed(tmp_path):
    video = VideoFile(write_video(tmp_path / "fast.mp4", 30, time_base=Fraction(1, 100_000)))
    assert times(video) == pytest.approx([i / 100_000 for i in range(30)])
    assert video.damage is None


@pytest.mark.parametrize("base", [Fraction(1, 1_000_000), Fraction(100)])
def test_frames_whose_times_are_absurd_are_counted_and_that_is_said(tmp_path, base):
    video = VideoFile(write_video(tmp_path / "absurd.mp4", 30, time_base=base))
    assert times(video) == pytest.approx([i / 30 for i in range(30)])
    assert video.damage == "its frames have no usable times, so they are counted at 30 a second: read 30 frames"


@pytest.mark.parametrize("timescale", [0, 1, 2**32 - 1])
def test_a_clock_that_lies_hides_no_frame(tmp_path, timescale):
    path = write_video(tmp_path / "clock.mp4", 30, options={"bf": "2"})
    data = bytearray(path.read_bytes())
    place = data.index(b"mdhd") + 16
    data[place : place + 4] = timescale.to_bytes(4, "big")
    path.write_bytes(data)
    video = VideoFile(path)
    assert len(times(video)) == 30
    assert video.damage is not None and "counted at" in video.damage


def test_what_was_trimmed_away_stays_away_however_much_it_was(tmp_path):
    path = write_video(
        tmp_path / "trimmed.mp4",
        300,
        time_base=Fraction(1, 60),
        container_options={"video_track_timescale": "600", "use_editlist": "1"},
    )
    data = bytearray(path.read_bytes())
    shown = data.index(b"elst") + 12
    data[shown : shown + 4] = (400).to_bytes(4, "big")  # in milliseconds
    path.write_bytes(data)
    assert len(times(VideoFile(path))) == 24


def test_frames_left_out_because_their_times_do_not_grow_are_counted(tmp_path):
    path = write_video(tmp_path / "twice.ts", 40)
    path.write_bytes(path.read_bytes() * 2)
    video = VideoFile(path)
    assert len(times(video)) == 40
    assert video.damage is not None and "read 40 of 80 frames" in video.damage


def test_a_length_that_lies_is_no_damage_where_every_listed_frame_is_there(tmp_path):
    path = write_video(tmp_path / "long.mp4", 30)
    data = bytearray(path.read_bytes())
    for box in (b"mvhd", b"mdhd"):
        place = data.index(box) + 20
        data[place : place + 4] = (2**31).to_bytes(4, "big")
    path.write_bytes(data)
    video = VideoFile(path)
    assert len(times(video)) == 30 and video.damage is None
