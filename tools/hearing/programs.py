"""Makes sessions of recordings: each one alone, and one of every exercise joined, as a routine and as free practice."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from truth.outcomes import TrueAttempt

from hearing.playing import Program, Shot, begins_s
from hearing.recordings import Recording
from posecoach.core.exercise.exercise import HOLD_S, Exercise
from posecoach.core.session.routine import Step
from posecoach.exercises.registry import BUILT_IN, EXERCISES

LEAD_S = 10.0
"""The first picture stands for so long before a recording: time for the setup check (3 s), the start pose (2 s) and the
count-in (3 s), which an attempt would cut short."""
EMPTY_S = 4.0
"""Between two recordings nobody is in view for so long, as when the camera is moved: from 3 s on the coach says so."""
REST_S = 8.0
"""Rest between the exercises of a routine: the words in it, up to the next start pose, take as long."""
SPARE_S = 0.5
"""A hold is asked for that every attempt exceeds by this, so that each one reaches it."""
SHORTEST_S = 4.0
"""No shorter hold is asked for: it would be over before a fault can be corrected."""
SIDE_DEG = 30.0
"""From this turn on a request for a side view is right; see `posecoach.core.session.placement_findings.SIDE_DEG`."""
AS_PRESCRIBED = "-prescribed"
"""Ends the name of a session that asks for the prescribed hold."""
SIDE_REQUESTS = frozenset({"side", "unseen"})


@dataclass(frozen=True, slots=True)
class TrueSession:
    """What is true during a session, in seconds of its stream.

    Attributes
    ----------
    attempts : tuple of TrueAttempt
        What the person does.
    holds_s : mapping of str to float
        The hold that is asked for, by exercise; without one, as long as can be managed.
    free : bool
        Whether it is free practice.
    requests : frozenset of str
        Requests about camera and place that are right.
    returns_s : tuple of float
        When the person is in view again, after `EMPTY_S` of absence.
    rest_s : float
        The rest between two exercises.
    """

    attempts: tuple[TrueAttempt, ...]
    holds_s: Mapping[str, float]
    free: bool = False
    requests: frozenset[str] = frozenset()
    returns_s: tuple[float, ...] = ()
    rest_s: float = REST_S


@dataclass(frozen=True, slots=True)
class Case:
    """One session to audit."""

    name: str
    program: Program
    truth: TrueSession


def cases_alone(recordings: Sequence[Recording]) -> list[Case]:
    """Return the sessions of each recording alone.

    One asks for a hold that every attempt reaches, and one for the hold that is prescribed, if that is another. A
    recording of several exercises, or of none, is free practice.
    """
    cases: list[Case] = []
    for one in recordings:
        steps: list[Step | None] = [None]
        if one.is_one_exercise:
            asked = _step(one)
            prescribed = replace(asked, hold_s=asked.exercise.prescription.hold_s)
            steps = [asked, prescribed] if prescribed != asked else [asked]
        for step, ending in zip(steps, ("", AS_PRESCRIBED), strict=False):
            cases.append(_case(one.video.stem + ending, one.video.stem, [one], [step] if step else [], LEAD_S))
    return cases


def cases_joined(recordings: Sequence[Recording]) -> list[Case]:
    """Return a routine and free practice over recordings of all exercises: the first of each, then the last of each."""
    by_exercise = [[one for one in recordings if one.exercise == exercise.id] for exercise in BUILT_IN]
    every = [group for group in by_exercise if group]
    return [
        _case(
            f"{shots}-{kind}",
            shots,
            joined,
            [_step(one) for one in joined] if kind == "routine" else [],
            LEAD_S + REST_S,
        )
        for shots, joined in (("joined-1", [g[0] for g in every]), ("joined-2", [g[-1] for g in every]))
        for kind in ("routine", "free")
        if len(joined) > 1
    ]


def _case(name: str, landmarks: str, joined: Sequence[Recording], steps: Sequence[Step], lead_s: float) -> Case:
    shots = tuple(Shot(one.video, EMPTY_S if number else 0.0, lead_s) for number, one in enumerate(joined))
    begins = begins_s(shots)
    pairs = zip(joined, begins, strict=True)
    attempts = tuple(_shifted(attempt, begin_s) for one, begin_s in pairs for attempt in one.attempts)
    free = {exercise.id: exercise.prescription.hold_s for exercise in BUILT_IN}
    holds = {step.exercise.id: step.hold_s for step in steps} or free
    turned = any(one.yaw_deg >= SIDE_DEG for one in joined)
    truth = TrueSession(
        attempts,
        {id_: hold_s for id_, hold_s in holds.items() if hold_s},
        not steps,
        SIDE_REQUESTS if turned else frozenset(),
        tuple(begin_s - shot.lead_s for shot, begin_s in zip(shots, begins, strict=True) if shot.empty_s),
    )
    height_cm = sum(one.height_cm for one in joined) / len(joined)
    return Case(name, Program(landmarks, shots, tuple(steps), height_cm), truth)


def _step(recording: Recording) -> Step:
    """Return the step whose attempts are just those of a recording."""
    exercise = EXERCISES[recording.exercise or ""]
    counts = [sum(one.side == side for one in recording.attempts) for side in {one.side for one in recording.attempts}]
    return Step(exercise, max(counts, default=None), _asked_hold_s(exercise, recording.attempts), REST_S)


def _asked_hold_s(exercise: Exercise, attempts: Sequence[TrueAttempt]) -> float | None:
    """Return the longest hold in whole seconds that all attempts reach; as prescribed where its length is the fault."""
    of_length = {check.code for check in exercise.checks if check.measure == HOLD_S}
    if not attempts or any(attempt.faults & of_length for attempt in attempts):
        return exercise.prescription.hold_s
    reached_s = math.floor(min(one.hold_end_s - one.hold_start_s for one in attempts) - SPARE_S)
    return float(reached_s) if reached_s >= SHORTEST_S else None


def _shifted(attempt: TrueAttempt, by_s: float) -> TrueAttempt:
    return replace(
        attempt,
        start_s=attempt.start_s + by_s,
        hold_start_s=attempt.hold_start_s + by_s,
        hold_end_s=attempt.hold_end_s + by_s,
        end_s=attempt.end_s + by_s,
        late_s=None if attempt.late_s is None else attempt.late_s + by_s,
    )
