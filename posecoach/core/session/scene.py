"""What the session is doing around the movement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from posecoach.core.body.landmarks import Side

StageName = Literal["setup", "start_pose", "count_in", "work", "rest", "paused", "out_of_view", "done"]
"""What a session is doing: `setup` (checking how camera and person are placed), `start_pose` (waiting for the start
pose), `count_in` (3-2-1), `work` (counting), `rest` (before the next exercise), `paused` (by wish), `out_of_view`
(nobody in the picture), `done`."""

Ended = Literal["complete", "nobody", "pain", "quit"]
"""How a session ended: all was done, nobody was there any more, it hurt, or by wish."""


@dataclass(frozen=True, slots=True)
class SetupCheck:
    """One thing about how camera and person are placed.

    Attributes
    ----------
    code : str
        Short name of what was looked at, such as ``light``.
    ok : bool or None
        Whether it is good; None = not known yet.
    sentence : str
        What was found; where it is not good, with its remedy.
    say : str
        The remedy in at most seven words; empty where none is needed.
    """

    code: str
    ok: bool | None
    sentence: str
    say: str = ""


@dataclass(frozen=True, slots=True)
class SessionState:
    """What the session is doing around the movement; a video that is analysed has none.

    Attributes
    ----------
    stage : StageName
        What it is doing.
    title : str
        The exercise in hand, or the next one while resting.
    take_up : str
        Its start pose in a few words.
    step, steps : int
        Its number in the routine, from 1, and how many there are; both 0 in free practice.
    sides : tuple of Side
        ``("left", "right")`` where attempts are counted for each raised leg, else empty.
    done : tuple of int
        Attempts made of this exercise: one number, or one for each of `sides`.
    reps : int or None
        Attempts to make (on each side); None = as many as wished.
    count : int
        3, 2, 1 while counting in, else 0.
    left_s : float or None
        Seconds of rest left, or until a session that nobody attends ends.
    findings : tuple of SetupCheck
        While placing: what was found, in the order to be put right.
    ended : Ended or None
        When `done`: how.
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
