"""Damaged videos: read as far as they go, and the damage is named."""

from __future__ import annotations

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
