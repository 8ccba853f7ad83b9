"""Sees when a picture is on the screen: reads the virtual display's own memory, beside the measured process.

`Window.show` returns some milliseconds after the picture was painted, since the window toolkit then waits for a key. So
each picture carries its number in blocks, and another process looks for it on the display, every half millisecond.
"""

from __future__ import annotations

import mmap
import multiprocessing
import signal
import struct
import time
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from mjpeg_server import BLOCKS, BLOCKS_PER_WIDTH, code_of_blocks

from posecoach.vision.camera.clocks import steady_s

LOOK_S = 0.0005
Rect = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


def shown_rect(area: Rect, size: tuple[int, int]) -> Rect:
    """Return where a picture of `size` is in a window's area: as large as fits, in the middle."""
    left, top, width, height = area
    scale = min(width / size[0], height / size[1])
    shown = round(size[0] * scale), round(size[1] * scale)
    return left + (width - shown[0]) // 2, top + (height - shown[1]) // 2, *shown


class ScreenProbe:
    """Records when each number appeared on the screen, in a ``with`` block.

    Parameters
    ----------
    display : Path
        The display's memory, as ``Xvfb -fbdir`` keeps it.

    Attributes
    ----------
    seen : list of (int, float)
        Afterwards: each number, and the time (`steady_s`) when it was on the screen.
    """

    def __init__(self, display: Path) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, far_end = spawn.Pipe()
        self._process = spawn.Process(target=_watch, args=(display, far_end), daemon=True)
        self.seen: list[tuple[int, float]] = []

    def __enter__(self) -> Self:
        self._process.start()
        self._pipe.recv()  # it is ready
        return self

    def look_at(self, picture: Rect) -> None:
        """Look for the numbers of a picture that is shown there from now on."""
        self._pipe.send(picture)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.send(None)
        if self._pipe.poll(5):
            self.seen = self._pipe.recv()
        self._process.join(5)
        self._process.kill()


def _watch(display: Path, pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the bench ends this process
    with display.open("rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as memory:
        pipe.send("ready")
        places: list[int] = []
        seen: list[tuple[int, float]] = []
        fresh: tuple[int | None, float] = None, 0.0  # read once: the picture may just be painted
        while True:
            if pipe.poll():
                picture = pipe.recv()
                if picture is None:
                    pipe.send(seen)
                    return
                places = _places(memory, picture)
            code, t = code_of_blocks([memory[place] > 127 for place in places]), steady_s()
            if code != fresh[0]:
                fresh = code, t
            elif code is not None and (not seen or seen[-1] != fresh):
                seen.append((code, fresh[1]))
            time.sleep(LOOK_S)


def _places(memory: mmap.mmap, picture: Rect) -> list[int]:
    """Return where the middle of each block is in an image of X's dump format (XWD)."""
    header = struct.unpack_from(">20I", memory)
    start, bits, row, colours = header[0], header[11], header[12], header[19]
    left, top, width, _ = picture
    side = width / BLOCKS_PER_WIDTH
    first = start + 12 * colours + round(top + side / 2) * row
    return [first + round(left + (k + 0.5) * side) * bits // 8 for k in range(BLOCKS)]
