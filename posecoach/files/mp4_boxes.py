"""The boxes of an mp4 file: each begins with its length and its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO


def boxes(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and end (bytes) of each complete box, in order; stop where the file is no mp4 any more."""
    file.seek(0, os.SEEK_END)
    size, start = file.tell(), 0
    while start + 8 <= size:
        file.seek(start)
        header = file.read(16)
        length = int.from_bytes(header[:4], "big")
        if length == 1:  # the real length follows in eight bytes
            length = int.from_bytes(header[8:16], "big")
        if length < 8 or start + length > size:
            return
        yield header[4:8], start, start + length
        start += length
