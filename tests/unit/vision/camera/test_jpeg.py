"""JPEG pictures of other devices: only complete, usual ones are decoded, and none that is large."""

from __future__ import annotations

import cv2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jpegs import jpeg, resized

from posecoach.vision.camera.jpeg import decode_jpeg, jpeg_size

USUAL = jpeg(7)


def test_the_size_is_known_before_decoding():
    assert jpeg_size(jpeg(0, (640, 480))) == (640, 480)
    assert jpeg_size(jpeg(0, (480, 640))) == (480, 640)


def test_the_picture_is_that_of_the_phone():
    assert decode_jpeg(jpeg(90, (640, 480))).shape == (480, 640, 3)
    assert decode_jpeg(jpeg(90))[0, 0] == pytest.approx([90, 90, 90], abs=1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"\xff\xd8\xff\xd9",
        b"GIF89a" + bytes(100),
        USUAL[:-1],
        USUAL[: len(USUAL) // 2],
        USUAL[2:],
        USUAL + b"more",
        resized(USUAL, 65535, 65535),
        resized(USUAL, 0, 64),
        resized(USUAL, 63, 64),
        resized(USUAL, 1921, 1080),
        jpeg(7, (96, 64), cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
        b"\xff\xd8\xff\xc0\x00\x02\xff\xd9",
        b"\xff\xd8\xff\xe0\xff\xff" + bytes(50) + b"\xff\xd9",
        USUAL[:2] + b"\xff\xe0\x00\x02" * 10_000 + USUAL[2:],
    ],
    ids=["empty", "1 byte", "no content", "GIF", "no end", "half", "no start", "tail", "bomb", "flat", "tiny", "large"]
    + ["progressive", "short header", "long header", "crumbs"],
)
def test_what_is_no_usual_picture_is_not_decoded(content):
    assert jpeg_size(content) is None


def test_a_second_scan_of_the_same_picture_is_refused():
    scan = USUAL.index(b"\xff\xda")
    one_colour = USUAL[: scan + 4] + b"\x01" + USUAL[scan + 5 :]  # the others would come in scans of their own
    assert jpeg_size(one_colour) is None


@given(at=st.integers(2, len(USUAL) - 3), value=st.binary(min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_a_damaged_picture_harms_nobody(at, value):
    damaged = USUAL[:at] + value + USUAL[at + len(value) :]
    if size := jpeg_size(damaged):
        image = decode_jpeg(damaged)
        assert image is None or image.shape == (size[1], size[0], 3)


@given(st.binary(max_size=300))
def test_random_bytes_are_no_picture(content):
    assert jpeg_size(content) is None
    assert jpeg_size(USUAL[:2] + content + USUAL[-2:]) is None
