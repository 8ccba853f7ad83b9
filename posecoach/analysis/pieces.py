"""Pieces of a video: the processor's cores take them in turn."""

from __future__ import annotations

import math
import os


def count_cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def piece_edges(duration_s: float, longest_s: float, workers: int) -> list[float]:
    """Return the start of each piece in seconds: all of one length, and as many for each worker."""
    rounds = max(1, math.ceil(duration_s / longest_s / workers))
    count = rounds * workers
    return [duration_s * i / count for i in range(count)]
