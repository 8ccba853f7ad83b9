"""Compares two analyses of one video, for example by different rules, versions or models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from posecoach.core.judging.events import Rep
from posecoach.core.result import Result
from posecoach.reports.reasons import because, lost_time
from posecoach.translation import N_, joined, quantity


class Change(NamedTuple):
    """One difference: what changed, and its value before and after; empty = missing."""

    what: str
    before: str
    after: str


def find_changes(before: Result, after: Result) -> list[Change]:
    """Return what changed: first the result as a whole, then attempt by attempt."""
    pairs = _match_attempts(before.reps, after.reps)
    return [*_result_changes(before, after), *(change for pair in pairs for change in _attempt_changes(*pair))]


def _result_changes(before: Result, after: Result) -> Iterator[Change]:
    for what, was, now in (
        ("posecoach", before.posecoach, after.posecoach),
        (N_("video"), _video(before), _video(after)),
        (N_("pose model"), _model(before), _model(after)),
        (N_("height"), f"{before.height_cm:g} cm", f"{after.height_cm:g} cm"),
        (N_("exercise"), before.exercise or N_("none"), after.exercise or N_("none")),
        (N_("attempts"), str(len(before.reps)), str(len(after.reps))),
        (N_("judged"), f"{100 * before.summary.judged_share:.0f} %", f"{100 * after.summary.judged_share:.0f} %"),
        (N_("complete"), before.partial or N_("yes"), after.partial or N_("yes")),
    ):
        if was != now:
            yield Change(what, was, now)
    lost_before, lost_after = dict(lost_time(before)), dict(lost_time(after))
    for reason in {**lost_before, **lost_after}:
        was, now = (quantity(lost[reason], "s", 1) if reason in lost else "" for lost in (lost_before, lost_after))
        if was != now:
            yield Change(N_("not judged: {because}", because=because(reason)), was, now)


def _video(result: Result) -> str:
    """Name a video by its content, since it may have moved; a camera has no content."""
    video = result.video
    return f"{Path(video.path).name} ({video.sha256[:8]})" if video.sha256 else video.path


def _model(result: Result) -> str:
    return f"{result.model.name} ({result.model.sha256[:8]})"


def _match_attempts(before: Sequence[Rep], after: Sequence[Rep]) -> list[tuple[Rep | None, Rep | None]]:
    """Pair the attempts that share the most time; one that shares none stays alone. In order of time."""
    shared = sorted(
        ((_shared_s(was, now), i, j) for i, was in enumerate(before) for j, now in enumerate(after)), reverse=True
    )
    free_before, free_after = dict(enumerate(before)), dict(enumerate(after))
    pairs: list[tuple[Rep | None, Rep | None]] = []
    for seconds, i, j in shared:
        if seconds > 0 and i in free_before and j in free_after:
            pairs.append((free_before.pop(i), free_after.pop(j)))
    pairs += [(was, None) for was in free_before.values()]
    pairs += [(None, now) for now in free_after.values()]
    return sorted(pairs, key=lambda pair: min(rep.start_s for rep in pair if rep))


def _attempt_name(rep: Rep | None) -> str:
    return N_("attempt at {start_s:.1f} s", start_s=rep.start_s) if rep else ""


def _attempt_text(rep: Rep | None) -> str:
    return N_("{exercise}, held {hold_s:.1f} s", exercise=rep.exercise, hold_s=rep.hold_s) if rep else ""


def _shared_s(one: Rep, other: Rep) -> float:
    return min(one.end_s, other.end_s) - max(one.start_s, other.start_s)


def _attempt_changes(was: Rep | None, now: Rep | None) -> Iterator[Change]:
    if was is None or now is None:
        yield Change(_attempt_name(was or now), _attempt_text(was), _attempt_text(now))
        return
    name = _attempt_name(was)
    for what, a, b in (
        (N_("exercise"), was.exercise, now.exercise),
        (N_("raised leg"), was.side or N_("none"), now.side or N_("none")),
        (N_("held"), quantity(was.hold_s, "s", 1), quantity(now.hold_s, "s", 1)),
        (N_("good"), quantity(was.good_s, "s", 1), quantity(now.good_s, "s", 1)),
    ):
        if a != b:
            yield Change(joined([name, what], N_(": ")), a, b)
    codes_before, codes_after = ({fault.code for fault in rep.faults} for rep in (was, now))
    for code in sorted(codes_before ^ codes_after):
        yield Change(
            joined([name, N_("fault")], N_(": ")),
            code if code in codes_before else "",
            code if code in codes_after else "",
        )
