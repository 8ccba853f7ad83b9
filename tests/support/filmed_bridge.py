"""A filmed bridge of a stick figure, sagging or flat, with its result and the pictures of its clips."""

from __future__ import annotations

import math

import av
import stick_figure

from posecoach.core.judging.coach import judge_all
from posecoach.core.result import ModelInfo, VideoInfo, make_result
from posecoach.exercises.registry import EXERCISES

BRIDGE = EXERCISES["bridge"]
FPS, SIZE = 10, (160, 120)
LOW_CM, GOOD_CM = 12.0, 20.0
"""How far a stick figure pushes its hips up: to a sag, and to a flat bridge."""
MODEL = ModelInfo("none", "none.task", "0" * 64, "own")
HOLD_S = 5.0
"""Seconds from leaving the floor until coming down."""


def bridge(rise_cm: float, *, until_s: float = 8.0, dip_s: float = math.nan):
    """Frames of one attempt, which at `dip_s` sinks a little for half a second."""
    seen = []
    for i in range(round(until_s * FPS)):
        t = i / FPS
        up = (1 - math.cos(math.pi * min(max(min(t - 1.0, 1.0 + HOLD_S - t), 0.0), 1.0))) / 2
        rise = rise_cm * up - (1.0 if abs(t - dip_s) < 0.25 else 0.0)
        seen.append((t, stick_figure.supine(t, hips_cm=10.0 + rise, knee_deg=60.0 + 22.0 * up, size=(640, 480))))
    return seen


def result_of(poses, path="gone.mp4", sha256="0" * 64):
    assessment = judge_all(poses, [BRIDGE], 170.0)
    video = VideoInfo(path, sha256, *SIZE, FPS, 8.0, len(poses), len(poses))
    return make_result(assessment, video, MODEL, 170.0)


def pictures_of(path):
    """Codec of a clip, and its pictures with their times."""
    with av.open(str(path)) as clip:
        stream = clip.streams.video[0]
        pictures = [(float(p.pts * p.time_base), p.to_ndarray(format="bgr24")) for p in clip.decode(stream)]
        return stream.codec_context.name, pictures
