"""What the coach finds in each frame: attempts, faults, events. All are immutable and carry their own time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from posecoach.core.body.landmarks import Side
from posecoach.core.body.pose import Pose, Values
from posecoach.translation import N_, joined, quantity

if TYPE_CHECKING:
    from posecoach.core.body.body import Body


UNSEEN_WORTH_TELLING_S = 0.5
"""A shorter dropout is counted through."""

PhaseName = Literal["away", "start", "moving", "hold", "lowering"]
"""Where the body is: `away` (none of the exercise's poses), `start` (its start pose), `moving` (towards the
target), `hold` (in the target pose), `lowering` (on the way back)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A deviation from good form in one attempt.

    Attributes
    ----------
    code : str
        Its public name, such as ``hips_low``.
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
        The correction in at most seven words, for the screen and the voice; not in STEM.json, so it is empty in a
        loaded result whose exercise is not installed.

    Examples
    --------
    >>> fault = Fault("hips_low", 3.0, 4.0, 146.0, (165.0, 193.0), "deg", "Hips 19° low: push up")
    >>> fault.target[0] - fault.value, fault.cue
    (19.0, 'Hips 19° low: push up')
    """

    code: str
    start_s: float
    end_s: float
    value: float
    target: tuple[float, float]
    unit: str
    cue: str
    say: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A check that could not be made in an attempt, by its fault's code, and why as a sentence."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rep:
    """One attempt, good or poor, from leaving the start pose until the return to it (seconds).

    Attributes
    ----------
    index : int
        Its number, from 1.
    exercise : str
        Id of the exercise.
    side : Side or None
        Side of the raised leg; None where the sides do the same.
    start_s, end_s : float
        When the body left the start pose and was back there.
    hold_start_s, hold_end_s : float
        When it came into the target pose and left it.
    hold_s, good_s : float
        Seconds held, and held without a fault.
    asked_hold_s : float or None
        The hold that was asked for; None = as long as can be managed.
    faults : tuple of Fault
        The most important first.
    unjudged : tuple of Unjudged
        Checks that could not be made: neither praised nor blamed.
    start_seen : bool
        Whether its beginning was seen; False when the recording begins within it.
    unseen_s : float
        Seconds within the hold in which the body was not seen; they are not part of `hold_s`.

    Examples
    --------
    >>> Rep(1, "bridge", None, 1.0, 2.0, 12.0, 14.0, hold_s=10.0, good_s=10.0).remarks
    'good form'
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
    asked_hold_s: float | None = None
    faults: tuple[Fault, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
    start_seen: bool = True
    unseen_s: float = 0.0

    @property
    def remarks(self) -> str:
        """Remarks for the person, one per line: corrections, and what could not be judged."""
        return joined(self.remark_list, "\n")

    @property
    def remark_list(self) -> list[str]:
        """The same, each as a sentence."""
        lines = [fault.cue for fault in self.faults] + [check.reason for check in self.unjudged]
        remarks = list(dict.fromkeys(lines)) or [N_("good form")]
        if self.unseen_s >= UNSEEN_WORTH_TELLING_S:
            remarks.append(N_("Not seen for {time} of the hold.", time=quantity(self.unseen_s, "s", 1)))
        if not self.start_seen:
            remarks.append(N_("Its beginning was not seen."))
        return remarks


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
    """A fault was corrected; `say` was its correction, `praise` is what is better now, empty where it has no words."""

    t: float
    code: str
    say: str = ""
    praise: str = ""


@dataclass(frozen=True, slots=True)
class RepDone:
    """An attempt is over."""

    t: float
    rep: Rep


Event = AttemptStarted | HoldStarted | HoldReached | HoldEnded | FaultRaised | FaultCleared | RepDone


@dataclass(frozen=True, slots=True)
class Update:
    """Everything that display, voice and reports need for one frame.

    Attributes
    ----------
    t : float
        Time of the frame in seconds.
    pose : Pose or None
        The smoothed landmarks that were measured; None when nobody was found.
    values : mapping of str to float
        The measures; NaN = not seen.
    exercise : str or None
        Id of the exercise that is judged.
    title : str
        Its title, as people read it.
    phase : PhaseName
        Where the body is.
    side : Side or None
        Side of the raised leg in the running attempt.
    hold_s, good_s : float
        The running hold and its part without a fault; after an attempt, those of its hold until the next attempt
        begins.
    hold_target_s : float or None
        The prescribed hold; None = as long as the person can.
    rep : int
        Number of the running attempt, 0 between attempts.
    reps : int
        Attempts completed.
    faults : tuple of Fault
        Active now, the most important first.
    hint : str
        A warning before something becomes a fault; empty when there is none.
    unseen : str or None
        What cannot be judged in this frame and why, as a sentence; None when all can.
    events : tuple of Event
        What happened in this frame.
    body : Body or None
        The same landmarks with scale and floor, as far as known; None when nobody was found.

    Examples
    --------
    >>> import posecoach as pc
    >>> pc.Coach("bridge").step(0.0, None).phase
    'away'
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
