"""The values of a past session, and how attempts are grouped into its sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, NamedTuple

from posecoach.core.body.landmarks import Side
from posecoach.core.session.scene import Ended, Reason

if TYPE_CHECKING:
    from posecoach.core.judging import events as core
    from posecoach.core.session.routine import Step


@dataclass(frozen=True, slots=True)
class FaultRecord:
    """A fault with its measured value, in `unit`."""

    code: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class RepRecord:
    """One attempt; times in seconds since the session's start; `unjudged` = number of checks without a result."""

    side: Side | None
    start_s: float
    hold_s: float
    good_s: float
    unjudged: int
    faults: tuple[FaultRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class SetRecord:
    """All attempts at one exercise in one session.

    Attributes
    ----------
    exercise : str
        Its id.
    asked_reps : int or None
        Requested attempts, per side if sided; None = as many as the person likes.
    asked_hold_s : float or None
        Requested hold; None = as long as possible.
    reps : tuple of RepRecord
        The attempts; empty where the session ended before this exercise.
    """

    exercise: str
    asked_reps: int | None
    asked_hold_s: float | None
    reps: tuple[RepRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One practice session.

    Attributes
    ----------
    started : str
        Local date and time with the UTC offset, ISO 8601.
    name : str
        Name of the exercise or routine.
    posecoach : str
        Version of posecoach.
    duration_s : float
        Length of the session.
    judged_share : float
        Share of the time in which the body could be judged, 0 to 1.
    dose_share : float
        Requested share of the full dose, above 0, at most 1.
    ended : Ended
        Why it ended.
    pain_before, pain_after : int or None
        0 to 10; None = not given.
    reason : Reason or None
        Why the person stopped early; None = did not, or did not say. A stop by key or sign is a stop for pain already.
    sets : tuple of SetRecord
        The exercises.
    id : int or None
        Its number in the history; None = not saved yet.
    """

    started: str
    name: str
    posecoach: str
    duration_s: float
    judged_share: float
    dose_share: float
    ended: Ended
    pain_before: int | None = None
    pain_after: int | None = None
    reason: Reason | None = None
    sets: tuple[SetRecord, ...] = ()
    id: int | None = None


class SideTotal(NamedTuple):
    """Totals of one exercise in one session, per side if it has two; a named tuple, as there may be a hundred thousand.

    Attributes
    ----------
    exercise : str
        Its id.
    side : Side or None
        None where there are no sides, or no attempts.
    asked_reps, asked_hold_s : int, float or None
        As in `SetRecord`.
    reps : int
        Attempts.
    hold_s, good_s, longest_s : float
        Total hold, the part of it in good form, and the longest hold, in seconds.
    faulty, unjudged : int
        Attempts with a fault, and attempts with a check that had no result.
    """

    exercise: str
    side: Side | None
    asked_reps: int | None
    asked_hold_s: float | None
    reps: int
    hold_s: float
    good_s: float
    longest_s: float
    faulty: int
    unjudged: int


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session with totals instead of attempts; `session` has no sets."""

    session: SessionRecord
    totals: tuple[SideTotal, ...]

    @property
    def reps(self) -> int:
        """Number of attempts."""
        return sum(total.reps for total in self.totals)

    @property
    def faulty(self) -> int:
        """Attempts with a fault."""
        return sum(total.faulty for total in self.totals)

    @property
    def unjudged(self) -> int:
        """Attempts with a check that had no result."""
        return sum(total.unjudged for total in self.totals)

    @property
    def hold_s(self) -> float:
        """Total hold in seconds."""
        return sum(total.hold_s for total in self.totals)

    @property
    def good_s(self) -> float:
        """Hold in good form, in seconds."""
        return sum(total.good_s for total in self.totals)


FIELD_NAMES: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind) if field.name not in ("sets", "reps", "faults", "id"))
    for kind in (SessionRecord, SetRecord, RepRecord, FaultRecord)
}
"""Record -> its own columns, in order: without the records that belong to it, and without its number."""


class ExerciseRep(NamedTuple):
    """An attempt with its exercise and the requested hold."""

    exercise: str
    asked_hold_s: float | None
    rep: RepRecord


def group_into_sets(reps: Iterable[core.Rep], steps: Sequence[Step] = ()) -> tuple[SetRecord, ...]:
    """Group attempts into sets: one per exercise of the steps, then one per other exercise.

    Where several steps have the same exercise, their attempts add up, and the hold is that of the first step.
    """
    by_exercise: dict[str, list[Step]] = {}
    for step in steps:
        by_exercise.setdefault(step.exercise.id, []).append(step)
    return add_reps(
        tuple(_requested_set(exercise, own) for exercise, own in by_exercise.items()), map(rep_record, reps)
    )


def _requested_set(exercise: str, steps: Sequence[Step]) -> SetRecord:
    counts = [step.reps for step in steps if step.reps is not None]
    return SetRecord(exercise, sum(counts) if len(counts) == len(steps) else None, steps[0].hold_s)


def add_reps(sets: Sequence[SetRecord], reps: Iterable[ExerciseRep]) -> tuple[SetRecord, ...]:
    """Add attempts to the sets of their exercises; an exercise that has none gets a new one."""
    found = {one.exercise: one for one in sets}
    for exercise, asked_hold_s, rep in reps:
        own = found.get(exercise, SetRecord(exercise, None, asked_hold_s))
        found[exercise] = replace(own, reps=(*own.reps, rep))
    return tuple(found.values())


def rep_record(rep: core.Rep) -> ExerciseRep:
    """Return the record of an attempt: its times in milliseconds, the values of its faults in hundredths."""
    faults = tuple(FaultRecord(fault.code, round(fault.value, 2), fault.unit) for fault in rep.faults)
    start_s, hold_s, good_s = (round(seconds, 3) for seconds in (rep.start_s, rep.hold_s, rep.good_s))
    return ExerciseRep(
        rep.exercise, rep.asked_hold_s, RepRecord(rep.side, start_s, hold_s, good_s, len(rep.unjudged), faults)
    )
