"""A past session as values, and how it is made of the attempts of a practice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from posecoach.core.body.landmarks import Side
    from posecoach.core.judging import events as core
    from posecoach.core.session.routine import Step
    from posecoach.core.session.scene import Ended


@dataclass(frozen=True, slots=True)
class FaultRecord:
    """A fault with the value seen, in `unit`."""

    code: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class RepRecord:
    """One attempt (seconds from the session's start); `unjudged` counts the checks that could not be made."""

    side: Side | None
    start_s: float
    hold_s: float
    good_s: float
    unjudged: int
    faults: tuple[FaultRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class SetRecord:
    """All attempts at one exercise in a session.

    Attributes
    ----------
    exercise : str
        Its id.
    asked_reps : int or None
        Attempts that were to be made, on each side if sided; None = as many as wished.
    asked_hold_s : float or None
        Hold that was asked for; None = as long as can be managed.
    reps : tuple of RepRecord
        What was done; empty where the exercise was not come to.
    """

    exercise: str
    asked_reps: int | None
    asked_hold_s: float | None
    reps: tuple[RepRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One practice.

    Attributes
    ----------
    started : str
        Local date and time with the offset from UTC, ISO 8601.
    name : str
        Of the exercise or routine.
    posecoach : str
        The version that judged.
    duration_s : float
        How long it took.
    judged_share : float
        Share of the pictures in which the person was seen, 0 to 1.
    dose_share : float
        Share of the full dose that was asked for, above 0, at most 1.
    ended : Ended
        How it ended.
    pain_before, pain_after : int or None
        0 to 10; None = not told.
    sets : tuple of SetRecord
        The exercises.
    id : int or None
        Its number in the history; None = not in it yet.
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
    sets: tuple[SetRecord, ...] = ()
    id: int | None = None


class SideTotal(NamedTuple):
    """What was done in one session of one exercise, on one side if it has two; there may be a hundred thousand.

    Attributes
    ----------
    exercise : str
        Its id.
    side : Side or None
        None where there are no sides, or nothing was done.
    asked_reps, asked_hold_s : int, float or None
        As in `SetRecord`; the attempts on each side.
    reps : int
        Attempts.
    hold_s, good_s, longest_s : float
        Seconds held in all, those of them in good form, and the longest hold.
    faulty, unjudged : int
        Attempts with a fault, and attempts of which something could not be judged.
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
    """A session without its single attempts: `session` has no sets, `totals` sums them up."""

    session: SessionRecord
    totals: tuple[SideTotal, ...]

    @property
    def reps(self) -> int:
        """All attempts."""
        return sum(total.reps for total in self.totals)

    @property
    def faulty(self) -> int:
        """Attempts with a fault."""
        return sum(total.faulty for total in self.totals)

    @property
    def unjudged(self) -> int:
        """Attempts of which something could not be judged."""
        return sum(total.unjudged for total in self.totals)

    @property
    def hold_s(self) -> float:
        """Seconds held."""
        return sum(total.hold_s for total in self.totals)

    @property
    def good_s(self) -> float:
        """Seconds held in good form."""
        return sum(total.good_s for total in self.totals)


FIELD_NAMES: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind) if field.name not in ("sets", "reps", "faults", "id"))
    for kind in (SessionRecord, SetRecord, RepRecord, FaultRecord)
}
"""Names of what a value itself says, in order: neither what belongs to it nor its number."""


def group_into_sets(reps: Iterable[core.Rep], steps: Sequence[Step] = ()) -> tuple[SetRecord, ...]:
    """Sort attempts into sets: one for each exercise of the steps, then one for each other that was done.

    Where an exercise stands in several steps, their attempts add up, and the hold is the first one's.
    """
    done: dict[str, list[core.Rep]] = {step.exercise.id: [] for step in steps}
    for rep in reps:
        done.setdefault(rep.exercise, []).append(rep)
    return tuple(
        _set(exercise, own, [step for step in steps if step.exercise.id == exercise]) for exercise, own in done.items()
    )


def _set(exercise: str, reps: Sequence[core.Rep], asked: Sequence[Step]) -> SetRecord:
    times = [step.reps for step in asked if step.reps is not None]
    whole = bool(asked) and len(times) == len(asked)
    hold_s = asked[0].hold_s if asked else reps[0].asked_hold_s
    return SetRecord(exercise, sum(times) if whole else None, hold_s, tuple(map(_past, reps)))


def _past(rep: core.Rep) -> RepRecord:
    """Keep an attempt to the millisecond, and its faults to the hundredth."""
    faults = tuple(FaultRecord(fault.code, round(fault.value, 2), fault.unit) for fault in rep.faults)
    start_s, hold_s, good_s = (round(seconds, 3) for seconds in (rep.start_s, rep.hold_s, rep.good_s))
    return RepRecord(rep.side, start_s, hold_s, good_s, len(rep.unjudged), faults)
