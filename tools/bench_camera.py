"""A test camera in its own process, so that serving its pictures does not slow the measurement."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[1]
FPS = 30.0
LOOP_PX = 6e8
"""Pixels of the pictures that are shown again and again, 1.8 GB before they are compressed: 65 s at 640 x 480, 10 s at
1920 x 1080."""
START_S = 60.0
"""Longest time to prepare the pictures on a busy machine."""


def _serve(video: str, size: tuple[int, int], pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the bench ends this one
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    from mjpeg_server import MjpegServer, video_images

    with MjpegServer(video_images(video, size, FPS, LOOP_PX / (size[0] * size[1] * FPS)), FPS) as server:
        pipe.send(server.url)
        pipe.recv()
        pipe.send([(server.code_of(number), t) for number, t in server.log])


class BenchCamera:
    """Serves a video as MJPEG in a ``with`` block; afterwards `log` has the code and time of every picture.

    Attributes
    ----------
    url : str
        Address of the camera.
    log : list of (int, float)
        Code of each picture, and the time (`steady_s`) when it began to send it.
    """

    def __init__(self, video: Path, size: tuple[int, int]) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, camera_end = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(str(video), size, camera_end), daemon=True)
        self.url = ""
        self.log: list[tuple[int, float]] = []

    def __enter__(self) -> Self:
        self._process.start()
        if not self._pipe.poll(START_S):
            self._process.kill()
            raise TimeoutError(f"the test camera did not start within {START_S:g} s")
        self.url = self._pipe.recv()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.send("end")
        if self._pipe.poll(5):
            self.log = self._pipe.recv()
        self._process.join(5)
        self._process.kill()
