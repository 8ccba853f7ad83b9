"""The state of a session: its stage, exercise, counts and setup checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from posecoach.core.body.landmarks import Side

StageName = Literal["setup", "start_pose", "count_in", "work", "rest", "paused", "stopping", "out_of_view", "done"]
"""What a session is doing: `setup` (checking how camera and person are placed), `start_pose` (waiting for the start
pose), `count_in` (3-2-1), `work` (the exercise), `rest` (before the next exercise), `paused` (by the person),
`stopping` (the person gave the sign to stop, and may take it back), `out_of_view` (nobody in the picture), `done`."""

Ended = Literal["complete", "nobody", "pain", "quit", "interrupted"]
"""How a session ended: everything was done, nobody was in view any more, it hurt, the person quit, or posecoach did not
end by itself, which only its journal shows afterwards."""
Reason = Literal["pain", "tired", "other"]
"""Why a person stopped before everything was done, by their own answer."""


@dataclass(frozen=True, slots=True)
class SetupCheck:
    """The result of one check of how camera and person are placed.

    Attributes
    ----------
    code : str
        Short name of what was checked, such as ``light``.
    ok : bool or None
        Whether it is good; None = not known yet.
    sentence : str
        What was found; if it is not good, with the remedy.
    say : str
        The remedy in at most seven words; empty when none is needed.
    """

    code: str
    ok: bool | None
    sentence: str
    say: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """How long an exercise was held before, in seconds.

    Attributes
    ----------
    last_s : float or None
        On average, the last time; None = it is no aim.
    best_s : float or None
        At most; None = it is no aim.
    """

    last_s: float | None
    best_s: float | None


NO_AIM = Aim(None, None)


@dataclass(frozen=True, slots=True)
class SessionState:
    """What the session is doing; the analysis of a video has no session.

    Attributes
    ----------
    stage : StageName
        What it is doing.
    title : str
        The current exercise, or the next one during a rest.
    start_cue : str
        Its start pose in a few words.
    step, steps : int
        Its number in the routine, from 1, and how many there are; both 0 in free practice.
    sides : tuple of Side
        ``("left", "right")`` when attempts count separately for each raised leg, else empty.
    done : tuple of int
        Attempts so far in this exercise: one number, or one for each of `sides`.
    reps : int or None
        Attempts to do (on each side); None = as many as the person likes.
    count : int
        3, 2, 1 during the count-in, else 0.
    left_s : float or None
        Seconds of rest left, or until a session ends without anybody in view or after the sign to stop.
    findings : tuple of SetupCheck
        During setup: the results of the checks, in the order to fix them.
    ended : Ended or None
        How it ended; None before.
    movement_cue : str
        The movement of the current exercise in a few words.
    may_skip : bool
        Whether a raised arm skips the exercise now: nothing has begun for long.
    skips : bool
        Whether the arm was raised for that, and is still up.
    aims : mapping of Side or None to Aim
        How long the current exercise was held before, for each raised leg; empty = not known.
    """

    stage: StageName = "work"
    title: str = ""
    start_cue: str = ""
    step: int = 0
    steps: int = 0
    sides: tuple[Side, ...] = ()
    done: tuple[int, ...] = (0,)
    reps: int | None = None
    count: int = 0
    left_s: float | None = None
    findings: tuple[SetupCheck, ...] = ()
    ended: Ended | None = None
    movement_cue: str = ""
    may_skip: bool = False
    skips: bool = False
    aims: Mapping[Side | None, Aim] = field(default_factory=dict)
