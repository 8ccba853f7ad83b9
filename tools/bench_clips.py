"""Makes the clips that the benchmarks measure: a sample video at another size, frame rate and length."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from posecoach.storage.video_writer import VideoWriter
from posecoach.vision.video import VideoFile


def make_clip(sample: Path, clip: Path, size: tuple[int, int], fps: float, seconds: float) -> Path:
    """Play a sample forwards and backwards for so many seconds; frames between its own are blended.

    Parameters
    ----------
    sample, clip : Path
        The sample video, and the file to write.
    size : tuple of int
        Width and height in pixels.
    fps : float
        Frames per second.
    seconds : float
        Length of the clip.

    Returns
    -------
    Path
        The clip. It is made by another process, whose frames are not counted as memory of what is measured then.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_make, sample, clip, size, fps, seconds).result()


def _make(sample: Path, clip: Path, size: tuple[int, int], fps: float, seconds: float) -> Path:
    frames = [(frame.t, frame.image) for frame in VideoFile(sample)]
    times = np.array([t for t, _ in frames])
    with VideoWriter(clip, size, fps_hint=fps, threads=2) as writer:
        for number in count():
            t = number / fps
            if t >= seconds:
                return clip
            there_and_back = t % (2 * times[-1])
            at = min(there_and_back, 2 * times[-1] - there_and_back)
            i = min(int(np.searchsorted(times, at, "right")), len(frames) - 1)
            share = float((at - times[i - 1]) / (times[i] - times[i - 1]))
            blended = cv2.addWeighted(frames[i - 1][1], 1 - share, frames[i][1], share, 0)
            writer.write(np.asarray(cv2.resize(blended, size), np.uint8), t)
    raise AssertionError("unreachable: the loop ends with the clip")
