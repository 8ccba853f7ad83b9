"""Pictures of a video: upright, of square pixels, as BGR of 8 bits."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest
from small_videos import HEIGHT, WIDTH, marked, write_video

from posecoach.vision.image import UprightConverter, layout_of, same_image
from posecoach.vision.video import VideoFile

UNIT, ONE = 1 << 16, 1 << 30  # fixed-point 1 in a display matrix: 16.16, and 2.30 in its last column


def corners(image: np.ndarray) -> str:
    """Which corner holds which mark, reading order: W white, R red, . nothing."""
    height, width = image.shape[:2]
    spots = [image[y, x].astype(int) for y in (4, height - 5) for x in (4, width - 5)]
    return "".join("." if spot[2] < 150 else "W" if spot[0] > 150 else "R" for spot in spots)


@pytest.mark.parametrize(
    ("matrix", "shown"),
    [
        (None, "W..R"),
        ([0, UNIT, 0, -UNIT, 0, 0, 0, 0, ONE], ".WR."),  # a phone held upright: turn by 90 degrees clockwise
        ([-UNIT, 0, 0, 0, -UNIT, 0, 0, 0, ONE], "R..W"),  # upside down
        ([0, -UNIT, 0, UNIT, 0, 0, 0, 0, ONE], ".RW."),  # 90 degrees the other way
        ([-UNIT, 0, 0, 0, UNIT, 0, 0, 0, ONE], ".WR."),  # stored mirrored
        ([0, -UNIT, 0, -UNIT, 0, 0, 0, 0, ONE], "R..W"),  # turned and mirrored
    ],
)
def test_the_picture_is_turned_as_a_player_turns_it(tmp_path, matrix, shown):
    # What is expected here is what `ffmpeg -i FILE -frames:v 1 shown.png` gave for the same matrices.
    video = VideoFile(write_video(tmp_path / "turned.mp4", 3, matrix=matrix))
    frame = next(iter(video))
    assert corners(frame.image) == shown
    quarter = matrix is not None and matrix[0] == 0
    assert (video.width, video.height) == ((HEIGHT, WIDTH) if quarter else (WIDTH, HEIGHT))
    assert frame.image.shape == (video.height, video.width, 3)
    assert video.native_size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("deg", [0, 90, 180, 270])
@pytest.mark.parametrize("matrix", [None, [0, UNIT, 0, -UNIT, 0, 0, 0, 0, ONE], [-UNIT, 0, 0, 0, UNIT, 0, 0, 0, ONE]])
def test_a_picture_can_be_turned_further_than_the_container_says(tmp_path, matrix, deg):
    path = write_video(tmp_path / "turned.mp4", 3, matrix=matrix)
    shown, turned = VideoFile(path), VideoFile(path, turned_deg=deg)
    one, other = next(iter(shown)).image, next(iter(turned)).image
    assert np.array_equal(other, np.rot90(one, -deg // 90))
    assert other.shape == (turned.height, turned.width, 3)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("ten_bit.mp4", {"pix_fmt": "yuv420p10le"}),
        ("full_range.mp4", {"pix_fmt": "yuvj420p"}),
        ("all_chroma.mov", {"pix_fmt": "yuv444p"}),
        ("old.avi", {"codec": "mpeg4", "options": {"qscale": "2"}}),
        ("eight.webm", {"codec": "libvpx", "options": {"b": "2M", "deadline": "realtime"}}),
        ("moving.gif", {"codec": "gif", "pix_fmt": "rgb8"}),
    ],
)
def test_every_coding_comes_as_bgr_of_8_bits(tmp_path, name, how):
    frames = list(VideoFile(write_video(tmp_path / name, 12, **how)))
    assert len(frames) == 12
    for frame in frames:
        assert frame.image.dtype == np.uint8
        assert frame.image.flags.c_contiguous
        assert corners(frame.image) == "W..R"
        assert frame.image[4, 4].min() > 240
        assert np.abs(frame.image[4, -5].astype(int) - 32).max() < 40  # a GIF has few colours


def test_odd_sizes_stay_as_they_are(tmp_path):
    images = [marked(i, 95, 63) for i in range(5)]
    video = VideoFile(write_video(tmp_path / "odd.avi", 5, images=images, codec="mjpeg", pix_fmt="yuvj420p"))
    assert [frame.image.shape for frame in video] == [(63, 95, 3)] * 5


@pytest.mark.parametrize(("aspect", "size"), [(Fraction(3, 2), (144, 64)), (Fraction(2, 3), (96, 96))])
def test_pixels_that_are_not_square_are_made_square(tmp_path, aspect, size):
    video = VideoFile(write_video(tmp_path / "wide.mp4", 3, pixel_aspect=aspect))
    assert (video.width, video.height) == size
    assert corners(next(iter(video)).image) == "W..R"


def test_large_pictures_are_scaled_down_and_keep_their_shape(tmp_path):
    images = [marked(i, 640, 360) for i in range(3)]
    path = write_video(tmp_path / "large.mp4", 3, images=images, matrix=[0, UNIT, 0, -UNIT, 0, 0, 0, 0, ONE])
    small = VideoFile(path, max_side=320)
    assert (small.width, small.height, small.native_size) == (180, 320, (640, 360))
    assert corners(next(iter(small)).image) == ".WR."
    assert VideoFile(path, max_side=None).height == 640


def test_frames_that_change_their_size_are_fitted_in_undistorted():
    upright = UprightConverter(layout_of((96, 64), None, None, None), (96, 64))
    tall = upright(av.VideoFrame.from_ndarray(np.full((96, 64, 3), 200, np.uint8), format="bgr24"))
    assert tall.shape == (64, 96, 3)
    bright = np.flatnonzero(tall[32, :, 0] > 100)
    assert len(bright) == pytest.approx(64 * 64 / 96, abs=1)
    assert bright.mean() == pytest.approx(47.5, abs=1)


def test_two_images_are_the_same_only_when_no_bit_differs():
    image = np.random.default_rng(0).integers(0, 256, (48, 64, 3), np.uint8)
    other = image.copy()
    assert same_image(image, other)
    other[47, 63, 2] ^= 1
    assert not same_image(image, other)
    assert not same_image(image, image[:, :32])
    assert not same_image(image, None)
