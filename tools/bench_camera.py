"""A camera in a process of its own, so that serving its pictures takes nothing from what is measured."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[1]
SIZE, FPS = (640, 480), 30.0
START_S = 60.0
"""How long preparing the pictures may take on a busy machine."""


def _serve(video: str, line: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the bench ends this one
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    from mjpeg_server import MjpegServer, video_images

    with MjpegServer(video_images(video, SIZE, FPS), FPS) as server:
        line.send(server.url)
        line.recv()
        line.send([(server.code_of(number), t) for number, t in server.log])


class BenchCamera:
    """Serves a video as MJPEG until left; `log` then holds the code and time of every picture sent.

    Attributes
    ----------
    url : str
        Where it is.
    log : list of (int, float)
        Code of each picture and `steady_s` when its sending began.
    """

    def __init__(self, video: Path) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._line, far = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(str(video), far), daemon=True)
        self.url = ""
        self.log: list[tuple[int, float]] = []

    def __enter__(self) -> Self:
        self._process.start()
        if not self._line.poll(START_S):
            self._process.kill()
            raise TimeoutError(f"the test camera did not start within {START_S:g} s")
        self.url = self._line.recv()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.send("end")
        if self._line.poll(5):
            self.log = self._line.recv()
        self._process.join(5)
        self._process.kill()
