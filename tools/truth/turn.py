"""How far the body looks turned to posecoach, against how far the camera is turned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from posecoach.core.judging.view_quality import view_deg
from truth.clips import Clip
from truth.conditions import YAW_EDGES_DEG, band, grouped
from truth.markdown import table
from truth.true_values import SUPINE

POSTURES = {**dict.fromkeys(SUPINE, "on the back"), "press_up": "face down", "bird_dog": "hands and knees"}


def turn_table(clips: Sequence[Clip]) -> list[str]:
    """Return the table of the turn that posecoach reads during the holds, by posture and true turn."""
    rows = [[posture, yaw, *cells] for posture, yaw, cells in _rows(clips)]
    columns = ("posture", "camera turned by", "clips", "turn read, median", "of the clips", "5-95 % of the frames")
    return table(columns, rows, words=2)


def _rows(clips: Sequence[Clip]) -> Iterator[tuple[str, str, list[object]]]:
    known = [clip for clip in clips if clip.attempts and clip.truth["exercise"] in (*POSTURES, "warrior_wall")]
    for posture, group in grouped(known, lambda clip: POSTURES.get(clip.truth["exercise"], "standing")).items():
        for low, _ in pairwise(YAW_EDGES_DEG):
            yaw = band(low, YAW_EDGES_DEG, "°") or ""
            turns = [found for clip in group if band(clip.yaw, YAW_EDGES_DEG, "°") == yaw and (found := _turns(clip))]
            if turns:
                medians, frames = [float(np.median(each)) for each in turns], np.concatenate(turns)
                spread = f"{min(medians):.0f}-{max(medians):.0f}°"
                ends = f"{np.percentile(frames, 5):.0f}-{np.percentile(frames, 95):.0f}°"
                yield posture, yaw, [len(turns), f"{np.median(medians):.0f}°", spread, ends]


def _turns(clip: Clip) -> list[float]:
    """Return the turn read in each frame of the true holds, in degrees."""
    holds = [(attempt.hold_start_s, attempt.hold_end_s) for attempt in clip.attempts]
    return [view_deg(pose) for t, pose in clip.poses if pose and any(start <= t <= end for start, end in holds)]
