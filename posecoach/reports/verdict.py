"""The attempts as a short table of text, for a terminal or a notebook."""

from __future__ import annotations

from collections.abc import Iterable

from posecoach.core.judging.events import Rep
from posecoach.core.result import VideoInfo

VERDICT_HEADER = ("rep", "exercise", "leg", "at s", "held s", "good s", "what to correct")

TURNED = {
    90: "The picture lay on its side: it is turned by 90° clockwise.",
    180: "The picture stood on its head: it is turned upright.",
    270: "The picture lay on its side: it is turned by 90° anticlockwise.",
}
"""What was done to a picture that was not upright, by the degrees of its turn."""


def turned_remark(video: VideoInfo) -> str:
    """Say that the picture was turned upright; empty when it was upright."""
    return TURNED.get(video.turned_deg, "")


def verdict_rows(reps: Iterable[Rep]) -> list[tuple[str, ...]]:
    """Return a row per attempt: number, exercise, side, start, hold and good form in seconds, remarks on its lines."""
    return [
        (
            str(rep.index),
            rep.exercise,
            rep.side or "",
            *(f"{seconds:.1f}" for seconds in (rep.start_s, rep.hold_s, rep.good_s)),
            rep.remarks,
        )
        for rep in reps
    ]
