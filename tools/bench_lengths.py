"""Measures what a longer recording costs: time and memory of `posecoach analyze` for clips of growing length."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from bench_clips import make_clip
from bench_recorded import CASES, analyze_command, timed
from bench_row import Row

FLAT_MB = 100.0
"""How much more memory the longest clip may take than the shortest."""


def run(sample: Path, model: Path, minutes: float, print_line: Callable[[str], None]) -> list[Row]:
    """Measure clips of half a minute, a fifth of `minutes`, and `minutes`."""
    lengths_s = sorted({30.0, max(30.0, 12 * minutes), max(30.0, 60 * minutes)})
    size, fps, *_ = CASES[0]
    rows, peaks_mb = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for length_s in lengths_s:
            clip = make_clip(sample, folder / f"{length_s:g}s.mp4", size, fps, length_s)
            for film, options in (("with film", ()), ("without film", ("--no-video",))):
                cost = timed(analyze_command(clip, model, folder, *options))
                print_line(f"{length_s:g} s of video {film}: {cost.wall_s:.1f} s, at most {cost.peak_mb:.0f} MB")
                what = f"{length_s:g} s of video {film}: ms of processor time per frame"
                note = f"{cost.wall_s:.1f} s, at most {cost.peak_mb:.0f} MB"
                rows.append(Row("lengths", what, 1000 * cost.processor_s / (fps * length_s), note=note))
            peaks_mb.append(cost.peak_mb)
    more = f"more memory for {lengths_s[-1]:g} s than for {lengths_s[0]:g} s without film, MB"
    return [*rows, Row("lengths", more, peaks_mb[-1] - peaks_mb[0], FLAT_MB)]
