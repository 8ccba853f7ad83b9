"""The outcome of one of many videos: what its row of the summary says. It is small, and travels between machines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from posecoach.core.result import Result
from posecoach.errors import PARTIAL
from posecoach.reports.reasons import explain
from posecoach.translation import N_


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt in numbers; times in seconds.

    Attributes
    ----------
    index : int
        Its number in the video, from 1.
    exercise, side
        Id of the exercise; side of the raised leg, or None.
    start_s, hold_start_s, hold_end_s, end_s, hold_s, good_s, unseen_s : float
        As in `posecoach.core.judging.events.Rep`.
    start_seen : bool
        Whether its beginning was seen.
    faults, unjudged : tuple of str
        Codes of its faults, and of those that could not be judged.
    """

    index: int
    exercise: str
    side: str | None
    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    hold_s: float
    good_s: float
    unseen_s: float
    start_seen: bool
    faults: tuple[str, ...]
    unjudged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a video, in numbers.

    Attributes
    ----------
    exercise : str or None
        The exercise with the most time.
    attempts : tuple of Attempt
        The attempts in order of time.
    faultless : int
        Attempts without a fault in which every check was possible.
    hold_s, good_s, duration_s : float
        Seconds of hold, of hold in good form, and of the video.
    judged_share : float
        Share of the time in which the body could be judged, 0 to 1.
    remark : str
        Why there are no attempts, or what could not be judged.
    """

    exercise: str | None
    attempts: tuple[Attempt, ...]
    faultless: int
    hold_s: float
    good_s: float
    duration_s: float
    judged_share: float
    remark: str

    @classmethod
    def of(cls, result: Result) -> Findings:
        """Return the numbers of a result."""
        summary = result.summary
        return cls(
            exercise=result.exercise,
            attempts=tuple(
                Attempt(
                    rep.index,
                    rep.exercise,
                    rep.side,
                    rep.start_s,
                    rep.hold_start_s,
                    rep.hold_end_s,
                    rep.end_s,
                    rep.hold_s,
                    rep.good_s,
                    rep.unseen_s,
                    rep.start_seen,
                    tuple(fault.code for fault in rep.faults),
                    tuple(check.code for check in rep.unjudged),
                )
                for rep in result.reps
            ),
            faultless=summary.reps_without_fault,
            hold_s=summary.hold_s,
            good_s=summary.good_s,
            duration_s=result.video.duration_s,
            judged_share=summary.judged_share,
            remark=" ".join(explain(result)),
        )


@dataclass(frozen=True, slots=True)
class VideoOutcome:
    """The outcome of one of many videos.

    Attributes
    ----------
    video : str
        Its path or address.
    exit_code : int
        Exit code of the process if this were the only video.
    problem : str
        What went wrong, as a sentence; empty = nothing.
    findings : Findings or None
        What was found; None when there is no result.
    key : str
        What the result is of: see `posecoach.analysis.cluster.record`; empty where nothing asks for it.
    earlier : bool
        Whether an earlier run had found it.
    """

    video: str
    exit_code: int
    problem: str = ""
    findings: Findings | None = None
    key: str = ""
    earlier: bool = False


def outcome_of(video: Path | str, result: Result) -> VideoOutcome:
    """Return the outcome of a video with a result, complete or partial."""
    problem = (
        N_("{video}: {partial}. The result is partial.", video=video, partial=result.partial) if result.partial else ""
    )
    return VideoOutcome(str(video), PARTIAL if problem else 0, problem, Findings.of(result))
