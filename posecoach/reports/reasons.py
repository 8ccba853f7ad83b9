"""Why a result says so little, and what to do about it: the one wording for terminal, pages and tables."""

from __future__ import annotations

from collections.abc import Iterator

from posecoach.core.judging.view_quality import NOBODY
from posecoach.core.result import Result
from posecoach.exercises.registry import EXERCISES

WORTH_SHARE, WORTH_S = 0.1, 5.0
"""Share of the time, and seconds, from which on it is worth saying that they could not be judged: people lie down and
get up in every recording."""
SHORTEST_S = 1.0
"""A reason that held for less than this, and for a small share of the time, explains nothing."""
MOST_REASONS = 3
"""More reasons than these nobody reads."""
_PLACE = "is the whole body in the picture, is it light enough?"


def explain(result: Result) -> list[str]:
    """Return why a result has no attempt, or how much of the time could not be judged, as sentences.

    Parameters
    ----------
    result : Result
        The result.

    Returns
    -------
    list of str
        Without attempts: first that, then why, most of the time first, then what to do. With attempts: one or two
        sentences when much of the time could not be judged. Else empty.
    """
    if not result.reps:
        return [_nothing_counted(result), *without_attempt(result)]
    return list(_besides(result))


def without_attempt(result: Result) -> list[str]:
    """Return why there is no attempt: the main reasons, and what a movement must show."""
    found = [(reason, seconds) for reason, seconds in lost_time(result) if _explains(seconds, result)]
    sentences = [_lost(reason, seconds, result) for reason, seconds in found[:MOST_REASONS]]
    return [*sentences, *_whole_attempts(result)]


def lost_time(result: Result) -> list[tuple[str, float]]:
    """Return the reasons why the body could not be judged, with their seconds, the longest first."""
    return sorted(result.summary.not_judged_s.items(), key=lambda lost: -lost[1])


def because(reason: str) -> str:
    """Return a reason with its remedy, as a sentence."""
    return f"Nobody was found: {_PLACE}" if reason == NOBODY else reason


def remedies(result: Result) -> list[str]:
    """Return what to do about the main reasons, and for attempts to be counted, each as a sentence."""
    found = [because(reason) for reason, seconds in lost_time(result) if _explains(seconds, result)]
    sentences = [*found[:MOST_REASONS], *([] if result.reps else _whole_attempts(result))]
    advice = (sentence.partition(": ")[2] for sentence in sentences)
    return list(dict.fromkeys(one[0].upper() + one[1:] for one in advice if one))


def seconds_text(seconds: float) -> str:
    """Return seconds as people say them: tenths below ten."""
    return f"{round(seconds, 1 if seconds < 10 else None):g} s"


def _nothing_counted(result: Result) -> str:
    if result.exercise is None:
        return "None of the exercises was recognised."
    return f"No attempt at {_title(result.exercise)} was counted."


def _title(exercise: str) -> str:
    return EXERCISES[exercise].title if exercise in EXERCISES else exercise


def _explains(seconds: float, result: Result) -> bool:
    return seconds >= min(SHORTEST_S, WORTH_SHARE * result.video.duration_s)


def _lost(reason: str, seconds: float, result: Result) -> str:
    """Say for how long a reason held; when nobody was found at all, in how many pictures."""
    lost, video = seconds_text(seconds), result.video
    if reason != NOBODY:
        return f"{_of(lost, result)} could not be judged: {reason}"
    if video.frames and not video.frames_with_pose:
        return f"Nobody was found in any of {video.frames} pictures: {_PLACE}"
    return f"Nobody was found for {_of(lost, result)}: {_PLACE}"


def _of(lost: str, result: Result) -> str:
    return f"{lost} of {seconds_text(result.video.duration_s)}"


def _whole_attempts(result: Result) -> Iterator[str]:
    """Say what a movement must show to be counted, when there was time in which one could have been."""
    judged_s = result.summary.judged_share * result.video.duration_s
    if not _explains(judged_s, result) or not result.video.frames:
        return
    named = EXERCISES.get(result.exercise) if result.exercise else None
    started = named.prescription.start if named else ""
    remedy = f"begin each attempt in the start pose and come back to it. {started}".rstrip()
    yield f"{_of(seconds_text(judged_s), result)} could be judged, but I saw no whole attempt: {remedy}"


def _besides(result: Result) -> Iterator[str]:
    """Say shortly, beside the attempts, how much could not be judged and mostly why."""
    lost = lost_time(result)
    lost_s = sum(seconds for _, seconds in lost)
    if not lost or lost_s < min(WORTH_S, WORTH_SHARE * result.video.duration_s):
        return
    reason, seconds = lost[0]
    if len(lost) == 1:
        yield _lost(reason, seconds, result)
        return
    yield f"{_of(seconds_text(lost_s), result)} could not be judged."
    yield f"Mostly ({seconds_text(seconds)}): {because(reason)}"
