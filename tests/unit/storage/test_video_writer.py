"""Recordings: true times, a file that any player takes, and a sentence when the disk is full."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import av
import numpy as np
import pytest
from small_videos import times_of

from posecoach.errors import UsageError
from posecoach.files.safe_file import SafeFile
from posecoach.storage.video_writer import VideoWriter

SIZE = (160, 120)


def a_picture(k: int, size: tuple[int, int] = SIZE) -> np.ndarray:
    image = np.full((size[1], size[0], 3), 60, np.uint8)
    image[:, : (k * 7) % size[0]] = (30, 120, 220)
    return image


def boxes_of(path: Path) -> list[str]:
    data, start, names = path.read_bytes(), 0, []
    while start + 8 <= len(data):
        names.append(data[start + 4 : start + 8].decode("latin1"))
        start += int.from_bytes(data[start : start + 4], "big")
    return names


def test_a_recording_reads_back_with_every_picture_at_its_time(tmp_path):
    path = tmp_path / "out.mp4"
    steps = np.random.default_rng(7).choice([0.0167, 0.0333, 0.04, 0.1, 0.35], 120)
    times = np.cumsum(steps)
    with VideoWriter(path, SIZE, fps_hint=30) as recorder:
        for k, t in enumerate(times):
            recorder.write(a_picture(k), float(t))
    np.testing.assert_allclose(times_of(path), times, atol=0.001)


def test_a_recording_is_h264_that_browsers_play(tmp_path):
    path = tmp_path / "out.mp4"
    with VideoWriter(path, SIZE, fps_hint=30) as recorder:
        for k in range(10):
            recorder.write(a_picture(k), k / 30)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert (stream.width, stream.height) == SIZE
        assert float(stream.duration * stream.time_base) == pytest.approx(10 / 30, abs=0.05)
    assert boxes_of(path)[-1] == "moov"  # a plain mp4 in the end, which players can wind in


def test_colours_come_back(tmp_path):
    path = tmp_path / "out.mp4"
    picture = np.zeros((120, 160, 3), np.uint8)
    picture[:60], picture[60:] = (0, 94, 213), (115, 158, 0)
    with VideoWriter(path, SIZE, fps_hint=30) as recorder:
        recorder.write(picture, 0.0)
    with av.open(str(path)) as container:
        back = next(container.decode(video=0)).to_ndarray(format="bgr24").astype(int)
    assert abs(back[20, 80] - (0, 94, 213)).max() <= 6
    assert abs(back[100, 80] - (115, 158, 0)).max() <= 6


@pytest.mark.parametrize("size", [(161, 121), (160, 121), (161, 120)])
def test_an_odd_size_is_padded_to_an_even_one(tmp_path, size):
    path = tmp_path / "out.mp4"
    with VideoWriter(path, size, fps_hint=30) as recorder:
        recorder.write(a_picture(3, size), 0.0)
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    assert (frame.width, frame.height) == (size[0] + size[0] % 2, size[1] + size[1] % 2)


def test_a_picture_no_later_than_the_one_before_is_dropped(tmp_path):
    path = tmp_path / "out.mp4"
    with VideoWriter(path, SIZE, fps_hint=30) as recorder:
        for t in (0.0, 0.1, 0.1, 0.05, 0.2, 0.200001):
            recorder.write(a_picture(1), t)
    np.testing.assert_allclose(times_of(path), [0.0, 0.1, 0.2], atol=0.001)


def test_writing_leaves_the_picture_as_it_is(tmp_path):
    picture = a_picture(5, (161, 121))
    with VideoWriter(tmp_path / "out.mp4", (161, 121), fps_hint=30) as recorder:
        recorder.write(picture, 0.0)
    np.testing.assert_array_equal(picture, a_picture(5, (161, 121)))


def test_a_picture_of_another_size_is_refused(tmp_path):
    with VideoWriter(tmp_path / "out.mp4", SIZE, fps_hint=30) as recorder:
        recorder.write(a_picture(0), 0.0)
        with pytest.raises(ValueError, match=r"expected width and height \(160, 120\), got \(320, 240\)"):
            recorder.write(a_picture(0, (320, 240)), 0.1)


def test_a_key_frame_comes_about_every_two_seconds(tmp_path):
    path = tmp_path / "out.mp4"
    with VideoWriter(path, SIZE, fps_hint=30) as recorder:
        for k in range(100):
            recorder.write(a_picture(k), k / 10)
    with av.open(str(path)) as container:
        keys = [float(p.pts * p.time_base) for p in container.demux(video=0) if p.is_keyframe and p.size]
    np.testing.assert_allclose(keys, [0, 2, 4, 6, 8], atol=0.001)


def test_an_interrupted_recording_is_finished(tmp_path):
    path = tmp_path / "out.mp4"
    with pytest.raises(KeyboardInterrupt), VideoWriter(path, SIZE, fps_hint=30) as recorder:
        for k in range(20):
            recorder.write(a_picture(k), k / 10)
        raise KeyboardInterrupt
    assert len(times_of(path)) == 20


def test_closing_twice_does_nothing(tmp_path):
    with VideoWriter(tmp_path / "out.mp4", SIZE, fps_hint=30) as recorder:
        recorder.write(a_picture(0), 0.0)
        recorder.close()
    assert len(times_of(tmp_path / "out.mp4")) == 1


def test_a_recording_without_a_picture_leaves_no_file(tmp_path):
    with VideoWriter(tmp_path / "out.mp4", SIZE, fps_hint=30):
        pass
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["missing/out.mp4", "."])
def test_a_file_that_cannot_be_written_is_reported_at_once(tmp_path, name):
    with pytest.raises(UsageError, match=r"Cannot write .*\. Choose another"):
        VideoWriter(tmp_path / name, SIZE, fps_hint=30).__enter__()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_the_sentence_names_the_disk_the_file_and_the_remedy(tmp_path):
    path = tmp_path / "out.mp4"
    with Path("/dev/full").open("w+b", buffering=0) as full:
        file = SafeFile(path, open_file=lambda path, private: (full, path))
        file.write(b"picture")
        file.close()
    assert file.problem == (
        f"The video {path} ends early: the disk is full. Free some space, or choose a folder on another disk."
    )


def test_after_a_failure_a_file_is_left_alone(tmp_path):
    path = tmp_path / "out.mp4"
    box = (16).to_bytes(4, "big") + b"mdat" + b"12345678"
    file = SafeFile(path)
    file.write(box + b"\0\0\0\x99moof")
    file.problem = os.strerror(errno.EIO)
    assert file.write(b"more") == 4
    file.seek(0)
    file.write(b"spoilt")
    file.close()
    file.close()
    assert path.read_bytes() == box
