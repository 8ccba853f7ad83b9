"""Why a result says so little, and what to do about it: the one wording for terminal, pages and tables."""

from __future__ import annotations

from collections.abc import Iterator

from posecoach.core.judging.view_quality import NOBODY, WHY
from posecoach.core.result import Result
from posecoach.exercises.registry import EXERCISES
from posecoach.translation import N_, joined, marked

WORTH_SHARE, WORTH_S = 0.1, 5.0
"""Share of the time, and seconds, from which on it is worth saying that they could not be judged: people lie down and
get up in every recording."""
SHORTEST_S = 1.0
"""A reason that held for less than this, and for a small share of the time, explains nothing."""
MOST_REASONS = 3
"""More reasons than these nobody reads."""
REMEDIES: dict[str, str] = {
    NOBODY: N_("Is the whole body in the picture, is it light enough?"),
    WHY["dark"]: N_("Switch on a light."),
    WHY["unsteady"]: N_("Switch on more light."),
    WHY["far"]: N_("Bring the camera closer."),
    WHY["leaning"]: N_("Set the camera level."),
    WHY["turned"]: N_("Turn the camera to face your side."),
    WHY["slow"]: N_("More light, or close other programs."),
}
"""Reason -> what to do about it."""


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
    return [*(_lost(reason, seconds, result) for reason, seconds in _main(result)), *_whole_attempts(result)]


def lost_time(result: Result) -> list[tuple[str, float]]:
    """Return the reasons why the body could not be judged, with their seconds, the longest first."""
    return sorted(result.summary.not_judged_s.items(), key=lambda lost: -lost[1])


def because(reason: str) -> str:
    """Return a reason with its remedy, as a sentence."""
    if reason == NOBODY:
        return N_("Nobody was found: is the whole body in the picture, is it light enough?")
    return marked(reason)


def remedies(result: Result) -> list[str]:
    """Return what to do about the main reasons, and for attempts to be counted, each as a sentence."""
    found = [REMEDIES[reason] for reason, _ in _main(result) if reason in REMEDIES]
    if not result.reps and _has_judged(result):
        begin = N_("Begin each attempt in the start pose and come back to it.")
        found.append(joined([begin, *_start_pose(result)]))
    return list(dict.fromkeys(found))


def seconds_text(seconds: float) -> str:
    """Return seconds as people say them: tenths below ten."""
    return N_("{seconds:g} s", seconds=round(seconds, 1 if seconds < 10 else None))


def _nothing_counted(result: Result) -> str:
    if result.exercise is None:
        return N_("None of the exercises was recognised.")
    return N_("No attempt at {exercise} was counted.", exercise=_title(result.exercise))


def _title(exercise: str) -> str:
    return EXERCISES[exercise].title if exercise in EXERCISES else exercise


def _main(result: Result) -> list[tuple[str, float]]:
    """Return the main reasons why the body could not be judged, with their seconds."""
    return [(reason, seconds) for reason, seconds in lost_time(result) if _explains(seconds, result)][:MOST_REASONS]


def _explains(seconds: float, result: Result) -> bool:
    return seconds >= min(SHORTEST_S, WORTH_SHARE * result.video.duration_s)


def _lost(reason: str, seconds: float, result: Result) -> str:
    """Say for how long a reason held; when nobody was found at all, in how many pictures."""
    video = result.video
    lost, total = seconds_text(seconds), seconds_text(video.duration_s)
    if reason != NOBODY:
        why = marked(reason)
        return N_("{lost} of {total} could not be judged: {reason}", lost=lost, total=total, reason=why)
    if video.frames and not video.frames_with_pose:
        return N_(
            "Nobody was found in any of {n} pictures: is the whole body in the picture, is it light enough?",
            n=video.frames,
        )
    return N_(
        "Nobody was found for {lost} of {total}: is the whole body in the picture, is it light enough?",
        lost=lost,
        total=total,
    )


def _judged_s(result: Result) -> float:
    return result.summary.judged_share * result.video.duration_s


def _has_judged(result: Result) -> bool:
    """Whether there was time in which an attempt could have been."""
    return _explains(_judged_s(result), result) and result.video.frames > 0


def _whole_attempts(result: Result) -> Iterator[str]:
    """Say what a movement must show to be counted, when there was time in which one could have been."""
    if not _has_judged(result):
        return
    seen = N_(
        "{judged} of {total} could be judged, but I saw no whole attempt: begin each attempt in the start pose and "
        "come back to it.",
        judged=seconds_text(_judged_s(result)),
        total=seconds_text(result.video.duration_s),
    )
    yield joined([seen, *_start_pose(result)])


def _start_pose(result: Result) -> Iterator[str]:
    """Yield the start pose of the exercise, if it is known."""
    named = EXERCISES.get(result.exercise) if result.exercise else None
    if named:
        yield named.prescription.start


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
    total = seconds_text(result.video.duration_s)
    yield N_("{lost} of {total} could not be judged.", lost=seconds_text(lost_s), total=total)
    yield N_("Mostly ({time}): {reason}", time=seconds_text(seconds), reason=because(reason))
