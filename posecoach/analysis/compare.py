"""What changed between two analyses of one video: by other rules, another version, another model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from posecoach.core.judging.events import Rep
from posecoach.core.result import Result


class Change(NamedTuple):
    """One thing that is not the same: what, and how it was and is; empty = not there."""

    what: str
    before: str
    after: str


def changes(before: Result, after: Result) -> list[Change]:
    """Tell what changed, the whole first, then attempt by attempt."""
    pairs = _matched(before.reps, after.reps)
    return [*_of_the_whole(before, after), *(change for pair in pairs for change in _of_an_attempt(*pair))]


def _of_the_whole(before: Result, after: Result) -> Iterator[Change]:
    for what, was, now in (
        ("posecoach", before.posecoach, after.posecoach),
        ("video", _video(before), _video(after)),
        ("pose model", _model(before), _model(after)),
        ("height", f"{before.height_cm:g} cm", f"{after.height_cm:g} cm"),
        ("exercise", before.exercise or "none", after.exercise or "none"),
        ("attempts", str(len(before.reps)), str(len(after.reps))),
        ("whole", before.partial or "yes", after.partial or "yes"),
    ):
        if was != now:
            yield Change(what, was, now)


def _video(result: Result) -> str:
    """Name a video by its content, so that it may have moved; a camera has none."""
    video = result.video
    return f"{Path(video.path).name} ({video.sha256[:8]})" if video.sha256 else video.path


def _model(result: Result) -> str:
    return f"{result.model.name} ({result.model.sha256[:8]})"


def _matched(before: Sequence[Rep], after: Sequence[Rep]) -> list[tuple[Rep | None, Rep | None]]:
    """Pair the attempts that share the most time, and leave over those that share none; in order of time."""
    shared = sorted(
        ((_shared_s(was, now), i, j) for i, was in enumerate(before) for j, now in enumerate(after)), reverse=True
    )
    free, unmatched = dict(enumerate(before)), dict(enumerate(after))
    pairs: list[tuple[Rep | None, Rep | None]] = []
    for seconds, i, j in shared:
        if seconds > 0 and i in free and j in unmatched:
            pairs.append((free.pop(i), unmatched.pop(j)))
    pairs += [(was, None) for was in free.values()]
    pairs += [(None, now) for now in unmatched.values()]
    return sorted(pairs, key=lambda pair: min(rep.start_s for rep in pair if rep))


def _name(rep: Rep | None) -> str:
    return f"attempt at {rep.start_s:.1f} s" if rep else ""


def _there(rep: Rep | None) -> str:
    return f"{rep.exercise}, held {rep.hold_s:.1f} s" if rep else ""


def _shared_s(one: Rep, other: Rep) -> float:
    return min(one.end_s, other.end_s) - max(one.start_s, other.start_s)


def _of_an_attempt(was: Rep | None, now: Rep | None) -> Iterator[Change]:
    if was is None or now is None:
        yield Change(_name(was or now), _there(was), _there(now))
        return
    name = _name(was)
    for what, a, b in (
        ("exercise", was.exercise, now.exercise),
        ("raised leg", was.side or "none", now.side or "none"),
        ("held", f"{was.hold_s:.1f} s", f"{now.hold_s:.1f} s"),
        ("good", f"{was.good_s:.1f} s", f"{now.good_s:.1f} s"),
    ):
        if a != b:
            yield Change(f"{name}: {what}", a, b)
    faults, still = ({fault.code for fault in rep.faults} for rep in (was, now))
    for code in sorted(faults ^ still):
        yield Change(f"{name}: fault", code if code in faults else "", code if code in still else "")
