"""Cameras for tests, without OpenCV: they play `cv2.VideoCapture` and misbehave on demand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np
from mjpeg_server import draw_code

from posecoach.vision.camera.watchdog import Limits

QUICK = Limits(open_s=0.5, silent_s=0.15, frozen_s=0.2, reopen_s=0.1, retry_s=(0.05, 0.1), give_up_s=20.0)


class FakeCapture:
    """Plays `cv2.VideoCapture` at 100 pictures a second; each bears its number; `mode` makes it misbehave."""

    def __init__(self, mode: str = "live", shape: tuple[int, ...] = (48, 640, 3)) -> None:
        self.mode, self.shape = mode, shape
        self.number = 0
        self.released = False
        self.unblock = threading.Event()
        self.grabbed_at: dict[int, float] = {}
        self.retrieve_s = 0.0

    def isOpened(self) -> bool:
        return self.mode != "shut"

    def grab(self) -> bool:
        time.sleep(0.01)
        if self.mode == "blocked":
            self.unblock.wait(10)
        if self.mode == "broken":
            raise RuntimeError("driver")
        if self.mode == "silent":
            return False
        self.number += self.mode != "frozen"
        self.grabbed_at[self.number] = time.perf_counter()
        return True

    def retrieve(self) -> tuple[bool, np.ndarray | None]:
        time.sleep(self.retrieve_s)
        if self.mode == "warming" and self.number < 10:
            return False, None
        image = np.zeros(self.shape, np.uint8)
        draw_code(image, self.number)
        return True, image

    def get(self, prop: int) -> float:
        return 100.0

    def release(self) -> None:
        self.released = True


class Shop:
    """Opens one prepared fake after another, and remembers them."""

    def __init__(self, *captures: FakeCapture) -> None:
        self.stock = list(captures)
        self.opened: list[FakeCapture] = []

    def __call__(self, spec: int | str) -> FakeCapture:
        self.opened.append(self.stock.pop(0) if self.stock else FakeCapture("shut"))
        return self.opened[-1]


def until(true: Callable[[], bool], within_s: float = 8.0) -> bool:
    """Wait for something to come true."""
    end = time.monotonic() + within_s
    while not true() and time.monotonic() < end:
        time.sleep(0.005)
    return true()
