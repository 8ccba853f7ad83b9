"""A network camera for tests: serves pictures or a looped video as MJPEG over HTTP on this machine only.

By hand: ``python tests/support/mjpeg_server.py VIDEO --port 8090 --fps 30 --size 640x480``, then
``posecoach coach --camera http://127.0.0.1:8090/``.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import socket
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from typing import Self

import av
import cv2
import numpy as np

from posecoach.vision.camera.clocks import steady_s

CODE_BITS = 12
CODE_PERIOD = 1 << CODE_BITS
BLOCKS = CODE_BITS + 3
BLOCKS_PER_WIDTH = 40  # a code block is 1/40 of the picture's width: 16 pixels at 640
_BOUNDARY = b"frame"


def draw_code(image: np.ndarray, number: int) -> None:
    """Write a number into the picture's top left as black and white blocks: white, black, 12 bits, parity."""
    side = max(1, image.shape[1] // BLOCKS_PER_WIDTH)
    bits = [number >> bit & 1 for bit in reversed(range(CODE_BITS))]
    for place, bit in enumerate([1, 0, *bits, sum(bits) & 1]):
        image[:side, place * side : (place + 1) * side] = 255 * bit


def read_code(image: np.ndarray) -> int | None:
    """Read the number that `draw_code` wrote, at any scale; None when there is none."""
    side = image.shape[1] / BLOCKS_PER_WIDTH
    return code_of_blocks([image[int(side / 2), int((place + 0.5) * side)].mean() > 127 for place in range(BLOCKS)])


def code_of_blocks(white: Sequence[bool]) -> int | None:
    """Return the number of a row of blocks; None when it is none."""
    first, second, *bits, parity = (int(block) for block in white) if white else (0, 0, 0)
    if (first, second, sum(bits) & 1) != (1, 0, parity):
        return None
    return int("".join(map(str, bits)), 2)


class MjpegServer:
    """A camera that misbehaves on demand; a context manager that runs its own threads.

    Parameters
    ----------
    images : sequence of BGR images
        The pictures, shown in turn for ever.
    fps : float
        Pictures per second.
    port : int
        0 = any that is free; see `port` and `url`.
    code : bool
        Whether to draw each picture's number into it, modulo `CODE_PERIOD` or less: see `code_of`.

    Attributes
    ----------
    log : list of (int, float)
        Number of each picture and the `posecoach.vision.camera.clocks.steady_s` at
        which its sending began.
    connections : int
        How many clients have been accepted so far.
    """

    def __init__(self, images: Sequence[np.ndarray], fps: float = 30.0, port: int = 0, *, code: bool = True) -> None:
        self._jpegs = _encoded(images, fps, code)
        self._fps = fps
        self._lock = threading.Condition()
        self._number, self._silent, self._stuck, self._closed = 0, False, False, False
        self._clients: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self.log: list[tuple[int, float]] = []
        self.connections = 0
        self._server = socket.create_server(("127.0.0.1", port))
        self.port: int = self._server.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> Self:
        for work in (self._tick, self._accept):
            self._run(work)
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._closed = True
            self._lock.notify_all()
        self._disconnect()
        for thread in self._threads:
            thread.join(2)

    # What a test may do to it

    def go_silent(self) -> None:
        """Keep the connections but send nothing any more."""
        self._silent = True

    def stick(self) -> None:
        """Send the very same picture again and again."""
        self._stuck = True

    def resume(self) -> None:
        """Send as usual again."""
        self._silent = self._stuck = False

    def drop(self, refuse_s: float) -> None:
        """Cut all connections, as when unplugged, and refuse new ones for a while."""
        self._disconnect()
        self._run(lambda: self._come_back(refuse_s))

    def code_of(self, number: int) -> int:
        """Return the code that the picture of that number carries."""
        return number % len(self._jpegs)

    def sent_at(self, code: int) -> float | None:
        """Return when the latest picture that carries this code was sent."""
        return next((t for number, t in reversed(self.log) if self.code_of(number) == code), None)

    # How it works

    def _run(self, work) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _disconnect(self) -> None:
        # shutdown() wakes the thread that waits in accept(); close() alone would leave it there
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        with self._lock:
            clients = list(self._clients)
        for client in clients:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def _come_back(self, after_s: float) -> None:
        with self._lock:
            if self._lock.wait_for(lambda: self._closed, after_s):
                return
            self._server = socket.create_server(("127.0.0.1", self.port))
        self._accept()

    def _tick(self) -> None:
        due = steady_s()
        while not self._closed:
            due += 1 / self._fps
            time.sleep(max(0.0, due - steady_s()))
            with self._lock:
                if not self._silent:
                    self._number += not self._stuck
                    self.log.append((self._number, steady_s()))
                    self._lock.notify_all()

    def _accept(self) -> None:
        server = self._server
        with contextlib.suppress(OSError):  # closed
            while not self._closed:
                client, _ = server.accept()
                self.connections += 1
                self._run(lambda client=client: self._serve(client))

    def _serve(self, client: socket.socket) -> None:
        with self._lock:
            self._clients.add(client)
        with client, contextlib.suppress(OSError):  # the other side may leave at any time
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.recv(4096)
            kind = b"multipart/x-mixed-replace; boundary=" + _BOUNDARY
            client.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: " + kind + b"\r\n\r\n")
            for jpeg in self._pictures():
                head = b"--%b\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % (_BOUNDARY, len(jpeg))
                client.sendall(head + jpeg + b"\r\n")
        with self._lock:
            self._clients.discard(client)

    def _pictures(self) -> Iterable[bytes]:
        """Wait for each tick and give the newest picture; what a slow client misses is left out."""
        handled = len(self.log)
        while (number := self._next(handled)) is not None:
            handled = len(self.log)
            yield self._jpegs[self.code_of(number)]

    def _next(self, handled: int) -> int | None:
        with self._lock:
            self._lock.wait_for(lambda: self._closed or len(self.log) > handled)
            return None if self._closed else self.log[-1][0]


def _encoded(images: Sequence[np.ndarray], fps: float, code: bool) -> list[bytes]:
    """Encode beforehand, so that serving costs next to nothing beside what is being measured."""
    count = max(len(images), round(4 * fps)) if code else len(images)  # a code means one moment in at least 4 s
    jpegs = []
    for number, image in enumerate(itertools.islice(itertools.cycle(images), min(count, CODE_PERIOD))):
        picture = image.copy()
        if code:
            draw_code(picture, number)
        jpegs.append(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes())
    return jpegs


def video_images(path: str, size: tuple[int, int], fps: float, longest_s: float = 60.0) -> list[np.ndarray]:
    """Read a video at a steady rate and size, cropped to the size's shape."""
    images: list[np.ndarray] = []
    with av.open(path) as container:
        for frame in container.decode(video=0):
            if frame.time > longest_s:
                break
            picture = _cropped(frame.to_ndarray(format="bgr24"), size)
            while len(images) <= frame.time * fps:
                images.append(picture)
    return images


def _cropped(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    scale = max(size[0] / image.shape[1], size[1] / image.shape[0])
    scaled = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    top, left = (scaled.shape[0] - size[1]) // 2, (scaled.shape[1] - size[0]) // 2
    return scaled[top : top + size[1], left : left + size[0]]


def main() -> None:
    """Serve a video until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--fps", type=float, default=30.0)
    parser.add_argument("--size", default="640x480")
    parser.add_argument("--no-code", action="store_true", help="leave the picture as it is")
    given = parser.parse_args()
    width, height = (int(side) for side in given.size.split("x"))
    images = video_images(given.video, (width, height), given.fps)
    with MjpegServer(images, given.fps, given.port, code=not given.no_code) as server:
        sys.stdout.write(f"serving {len(images)} pictures at {given.fps:g} a second on {server.url}\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
