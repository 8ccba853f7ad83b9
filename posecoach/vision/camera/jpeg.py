"""JPEG pictures from another device: checks the header before anything is decoded."""

from __future__ import annotations

import struct

import cv2
import numpy as np

from posecoach.core.body.pose import Image
from posecoach.vision.image import as_bgr

MAX_PIXELS = 1920 * 1080
"""More than any camera page asks for; as a picture it takes 6 MB."""
MIN_SIDE_PX = 64
"""On a smaller picture nobody can be judged."""
MAX_SEGMENTS = 300
"""Segments before the picture itself: browsers write ten, a camera with a colour profile and notes in each segment that
may hold them, 255 and some. Thousands of tiny ones would only keep us busy."""

_START, _END = b"\xff\xd8", b"\xff\xd9"
_SEQUENTIAL = (0xC0, 0xC1)
"""Markers of the frame headers that cameras and browsers write. The others, such as progressive ones, may repeat a scan
of the whole picture thousands of times in a small file."""
_SCAN = 0xDA
_ALONE = (0x01, *range(0xD0, 0xDA))
"""Markers without a content."""


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a JPEG picture that is safe to decode, in pixels; None for anything else.

    It is complete, of a usual kind, and neither too large nor too small: see `MAX_PIXELS` and `MIN_SIDE_PX`.
    """
    if not (data.startswith(_START) and data.endswith(_END)):
        return None
    size, components, at = None, 0, len(_START)
    for _ in range(MAX_SEGMENTS):
        if at + 4 > len(data) or data[at] != 0xFF:
            return None
        marker, (length,) = data[at + 1], struct.unpack_from(">H", data, at + 2)
        content = data[at + 4 : at + 2 + length]
        if length < 2 or marker in _ALONE or len(content) != length - 2:
            return None
        if marker == _SCAN:  # one scan has it all: a decoder reads the file once
            return size if content and content[0] == components else None
        if marker in _SEQUENTIAL:
            if size is not None or len(content) < 6:
                return None
            _, height, width, components = struct.unpack_from(">BHHB", content)
            size = (width, height)
            if min(size) < MIN_SIDE_PX or width * height > MAX_PIXELS or components not in (1, 3):
                return None
        at += 2 + length
    return None


def decode_jpeg(data: bytes) -> Image | None:
    """Return a picture that `jpeg_size` has accepted; None when its content is damaged."""
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        return None
    return as_bgr(image)
