"""The values that flow through posecoach: frame -> pose -> update, and the events on the way.

All are immutable and carry their own time: `t` is in seconds since the stream began and grows strictly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from posecoach.core.landmarks import N_LANDMARKS, Side

if TYPE_CHECKING:
    from posecoach.core.body import Body

PhaseName = Literal["away", "start", "moving", "hold", "lowering"]
"""Where the body is: `away` (none of the exercise's poses), `start` (its start pose), `moving` (towards the
target), `hold` (in the target pose), `lowering` (on the way back)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of the stream.

    Attributes
    ----------
    t : float
        Seconds since the stream began, strictly growing.
    image : uint8 array, shape (height, width, 3)
        Blue, green, red; upright, never mirrored.
    """

    t: float
    image: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.image.ndim != 3 or self.image.shape[2] != 3 or 0 in self.image.shape:
            raise ValueError(f"image: expected shape (height, width, 3), got {self.image.shape}")


_SHAPES = {"xy": (N_LANDMARKS, 2), "world": (N_LANDMARKS, 3), "visibility": (N_LANDMARKS,)}


@dataclass(frozen=True, slots=True)
class Pose:
    """The 33 landmarks of one person in one frame.

    Attributes
    ----------
    t : float
        Seconds, as the frame's.
    xy : float32 array, shape (33, 2)
        Pixels of the frame, x right, y down, never mirrored; may lie outside the picture.
    world : float32 array, shape (33, 3)
        Metres from the middle of the hips, x right, y down, z away from the camera.
    visibility : float32 array, shape (33,)
        0 to 1: how sure the estimator is that the landmark is in the picture and not hidden.
    size : tuple of int
        Width and height of the frame in pixels.
    light : float
        Mean brightness of the frame, 0 to 255; NaN when not measured.
    """

    t: float
    xy: NDArray[np.float32]
    world: NDArray[np.float32]
    visibility: NDArray[np.float32]
    size: tuple[int, int]
    light: float = math.nan

    def __post_init__(self) -> None:
        for name, shape in _SHAPES.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name}: expected shape {shape}, got {getattr(self, name).shape}")


Values = Mapping[str, float]
"""Measure key -> value; NaN = not seen."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A departure from good form in one attempt.

    Attributes
    ----------
    code : str
        The public word for it, such as ``hips_low``.
    start_s, end_s : float
        When the measure left its target band and when it came back (or the attempt's hold ended).
    value : float
        The worst value seen, in `unit`.
    target : tuple of float
        Lowest and highest good value, in `unit`; infinite where open.
    unit : str
        ``deg``, ``cm`` or ``s``.
    cue : str
        The correction as a sentence, with the number in it.
    say : str
        The correction in at most seven words, to be read from 3 m or spoken.
    """

    code: str
    start_s: float
    end_s: float
    value: float
    target: tuple[float, float]
    unit: str
    cue: str
    say: str


@dataclass(frozen=True, slots=True)
class Rep:
    """One attempt, good or poor, from leaving the start pose until back there (seconds).

    `unjudged` are the checks that could not be made, code and reason: neither praised nor blamed. `asked_hold_s` is the
    hold that was asked for; None = as long as can be managed.
    """

    index: int
    exercise: str
    side: Side | None
    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    hold_s: float
    good_s: float
    faults: tuple[Fault, ...]
    unjudged: tuple[tuple[str, str], ...] = ()
    asked_hold_s: float | None = None


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    """The body left the start pose for the target."""

    t: float


@dataclass(frozen=True, slots=True)
class HoldStarted:
    """The body arrived in the target pose."""

    t: float


@dataclass(frozen=True, slots=True)
class HoldReached:
    """The hold has lasted as long as prescribed."""

    t: float


@dataclass(frozen=True, slots=True)
class HoldEnded:
    """The body left the target pose."""

    t: float


@dataclass(frozen=True, slots=True)
class FaultRaised:
    """A fault became active."""

    t: float
    fault: Fault


@dataclass(frozen=True, slots=True)
class FaultCleared:
    """A fault was put right."""

    t: float
    code: str


@dataclass(frozen=True, slots=True)
class RepDone:
    """An attempt is over."""

    t: float
    rep: Rep


Event = AttemptStarted | HoldStarted | HoldReached | HoldEnded | FaultRaised | FaultCleared | RepDone


@dataclass(frozen=True, slots=True)
class Update:
    """All a sink may need for one frame; nothing it has to ask back.

    Attributes
    ----------
    t : float
        Seconds, as the frame's.
    pose : Pose or None
        The landmarks as the measures saw them (smoothed); None when nobody was found.
    values : mapping of str to float
        The measures; NaN = not seen.
    exercise : str or None
        Id of the exercise being judged.
    title : str
        Its name for people.
    phase : PhaseName
        Where the body is.
    side : Side or None
        Side of the raised leg in the running attempt.
    hold_s, good_s : float
        The running hold and the part of it without a fault; after an attempt, the last one's until the next
        begins.
    hold_target_s : float or None
        The prescribed hold; None where it is as long as can be managed.
    rep : int
        Number of the running attempt, 0 between attempts.
    reps : int
        Attempts completed.
    faults : tuple of Fault
        Active now, the most important first.
    hint : str
        What is to be heeded before it becomes a fault; empty when nothing.
    unseen : str or None
        What cannot be judged in this frame and why, as a sentence; None when all can.
    events : tuple of Event
        What happened in this frame.
    body : Body or None
        The same landmarks with scale and floor, as far as known; None when nobody was found.
    """

    t: float
    pose: Pose | None
    values: Values = field(default_factory=dict)
    exercise: str | None = None
    title: str = ""
    phase: PhaseName = "away"
    side: Side | None = None
    hold_s: float = 0.0
    good_s: float = 0.0
    hold_target_s: float | None = None
    rep: int = 0
    reps: int = 0
    faults: tuple[Fault, ...] = ()
    hint: str = ""
    unseen: str | None = None
    events: tuple[Event, ...] = ()
    body: Body | None = None


# -- the session around the movement -------------------------------------------------------------------------------

StageName = Literal["place", "take_up", "count_in", "work", "rest", "paused", "gone", "done"]
"""What a session is doing: `place` (looking whether camera and person stand well), `take_up` (waiting for the start
pose), `count_in` (3-2-1), `work` (counting), `rest` (before the next exercise), `paused` (by wish), `gone` (nobody in
the picture), `done`."""

Ended = Literal["complete", "nobody", "pain", "quit"]
"""How a session ended: all was done, nobody was there any more, it hurt, or by wish."""


@dataclass(frozen=True, slots=True)
class Finding:
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
class Scene:
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
    findings : tuple of Finding
        While placing: what was found, in the order to be put right.
    note : str
        A line for the person, such as how to go on; empty for none.
    ended : Ended or None
        When `done`: how.
    """

    stage: StageName = "work"
    title: str = ""
    take_up: str = ""
    step: int = 0
    steps: int = 0
    sides: tuple[Side, ...] = ()
    done: tuple[int, ...] = (0,)
    reps: int | None = None
    count: int = 0
    left_s: float | None = None
    findings: tuple[Finding, ...] = ()
    note: str = ""
    ended: Ended | None = None
