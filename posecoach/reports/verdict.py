"""The attempts as a short table of text, for a terminal or a notebook."""

from __future__ import annotations

from collections.abc import Iterable

from posecoach.core.judging.events import Rep

VERDICT_HEADER = ("rep", "exercise", "leg", "at s", "held s", "good s", "what to correct")


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
