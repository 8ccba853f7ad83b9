"""The attempts as a short table of text, for a terminal or a notebook."""

from __future__ import annotations

from collections.abc import Iterable

from posecoach.core.judging.events import Rep
from posecoach.core.result import VideoInfo
from posecoach.translation import N_, percent, quantity

VERDICT_HEADER = (
    # TRANSLATORS: headings of narrow columns: the number of the attempt, the exercise, the raised leg, seconds
    N_("rep"),
    N_("exercise"),
    N_("leg"),
    N_("at s"),
    N_("held s"),
    N_("good s"),
    N_("what to correct"),
)
SIDE_NAMES = {
    # TRANSLATORS: the raised leg
    "left": N_("left"),
    "right": N_("right"),
}

TURNED = {
    90: N_("The picture lay on its side: it is turned by 90° clockwise."),
    180: N_("The picture stood on its head: it is turned upright."),
    270: N_("The picture lay on its side: it is turned by 90° anticlockwise."),
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
            SIDE_NAMES[rep.side] if rep.side else "",
            *(quantity(seconds, "", 1) for seconds in (rep.start_s, rep.hold_s, rep.good_s)),
            rep.remarks,
        )
        for rep in reps
    ]


def share_text(share: float, at_least: bool) -> str:
    """Return a share in good form in percent; `at_least`: it may be more, because not everything could be judged."""
    return N_("at least {share}", share=percent(share)) if at_least else percent(share)
