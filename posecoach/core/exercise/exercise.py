"""What an exercise consists of. An exercise is data; one coach reads it.

A band answers True, False or unknown (None). Unknown neither counts as good nor as a fault.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from posecoach.core.body.body import Body
from posecoach.core.body.figure import Figure
from posecoach.core.body.guides import Guide
from posecoach.core.body.landmarks import SIDES, Side
from posecoach.core.body.sides import ON_SIDE
from posecoach.core.exercise.bands import ANY_POSE, Band, PoseCondition
from posecoach.core.exercise.progression import Progression
from posecoach.translation import N_, quantity

During = Literal["moving", "hold", "end"]
"""When a check applies: on the way to the target, in the hold, or once when the attempt is over."""

HOLD_S = "hold_s"
LOWERING_S = "lowering_s"
"""Measures that the coach takes itself: length of the hold, and of the way back to the start pose (seconds)."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number measured on the body in each frame, in `unit` (``deg``, ``cm``).

    Its `guide` says where to draw a target on the body; None where nothing can be drawn.

    Examples
    --------
    >>> Measure("near_hip", "hip angle", "deg", lambda body: body.hip(body.near)).key
    'near_hip'
    """

    key: str
    label: str
    unit: str
    read: Callable[[Body], float]
    guide: Guide | None = None


def each_side(
    key: str, label: str, unit: str, read: Callable[[Body, Side], float], guide: Guide | None = None
) -> tuple[Measure, ...]:
    """Return the same measure for both sides; ``{leg}`` in the key becomes ``left`` and ``right``."""

    def bound(side: Side) -> Measure:
        own = replace(guide, whose=lambda body: side) if guide else None
        return Measure(key.format(leg=side), N_(ON_SIDE[side], part=label), unit, lambda body: read(body, side), own)

    return tuple(bound(side) for side in SIDES)


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement of good form.

    Attributes
    ----------
    code : str
        Public name of the fault.
    measure : str
        Key of the measure.
    band : Band
        Its good values.
    say : str
        The correction in at most seven words.
    cue : str
        The correction as a sentence; ``{off}`` is the distance from the band, ``{value}`` the value, both with unit.
    why : str
        Why it matters and where the numbers of the band come from.
    unit : str
        ``deg``, ``cm`` or ``s``.
    during : During
        When it applies.
    patience_s : float
        Seconds out of the band until it is a fault. It must be longer than a breath or a wobble.
    from_start : bool
        Whether the value is the change of the measure since the start pose.
    needs : str
        Code of the fault that leaves this check without a meaning, such as a bent knee the height of its leg.
    view_limit_deg : float
        Turn of the body from an exact side view beyond which the measure says too little to judge by.
    warn : tuple of float and str, or None
        Value from which a warning is shown, and its text.
    praise : str
        What is better once the fault is corrected, in at most four words; empty = only that it is good.

    Examples
    --------
    >>> check = Check("hips_low", "hip_line", Band(low=167.0), "Hips up", "Hips {off} low.", why="It loads the back.")
    >>> check.sentence(150.0)
    'Hips 17° low.'
    """

    code: str
    measure: str
    band: Band
    say: str
    cue: str
    why: str
    unit: str = "deg"
    during: During = "hold"
    patience_s: float = 1.0
    from_start: bool = False
    needs: str = ""
    view_limit_deg: float = 50.0
    warn: tuple[float, str] | None = None
    praise: str = ""

    def sentence(self, value: float) -> str:
        """Return the cue with its numbers."""
        digits = 1 if self.unit == "s" else 0
        off = self.band.low - value if value < self.band.low else value - self.band.high
        return N_(self.cue, off=quantity(abs(off), self.unit, digits), value=quantity(value, self.unit, digits))


@dataclass(frozen=True, slots=True)
class Prescription:
    """How to do the exercise, and the source of it.

    Attributes
    ----------
    start, movement : str
        The start pose and the movement, in words for the person.
    start_cue : str
        The start pose in at most seven words, as it is spoken.
    source : str
        Where the prescription comes from.
    camera : str
        How to place the camera.
    hold_s : float or None
        Seconds to hold; None = as long as the person can.
    reps : int
        Repetitions, on each side if sided.
    movement_cue : str
        The movement in at most seven words, as it is spoken before the first repetition; empty = it is not said.
    """

    start: str
    start_cue: str
    movement: str
    source: str
    camera: str
    hold_s: float | None
    reps: int
    movement_cue: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A target pose with faults, for the generic test and the simulator.

    Attributes
    ----------
    values : dict
        Those that differ from a good target pose; empty where only a figure shows it.
    faults : frozenset of str
        Codes of the faults that it must give.
    figure : Figure or None
        The body in this pose, the left leg raised if sided; None where no figure can show it.
    """

    values: dict[str, float]
    faults: frozenset[str] = frozenset()
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Exercise:
    """Everything that defines one exercise.

    Attributes
    ----------
    posture : PoseCondition
        Must hold through the whole attempt; when it breaks, the person does something else.
    start : PoseCondition
        The start pose.
    targets : tuple of PoseCondition
        The target pose, with wide bands: recognisable, not yet good. Going from one target to the next begins a new
        hold.
    progression : Progression
        What grows from start to target.
    checks : tuple of Check
        The most important first.
    displayed : tuple of str
        Keys of the measures, two at most, whose target is drawn on the body while nothing is wrong.
    waypoint : PoseCondition
        A pose on the way to the target, which every attempt passes; empty = none.
    distinguishing : tuple of PoseCondition
        Conditions that a similar movement does not meet; one that is met or unknown is enough.
    recognised_by : tuple of PoseCondition
        The same, only for when no exercise was named: what a person who said what they do may do wrong.
    recognised_once : bool
        Whether `recognised_by` is asked for only until the first attempt.
    kicks : tuple of str and float, or None
        Key of a measure that swings to and fro in a similar movement, and the least size of a swing, in its unit.
    sided : bool
        Whether the left and the right leg count separately.
    example_start, example_waypoint, example_good : dict
        Values of a typical start pose, of the waypoint, if any, and of a good target pose.
    example_faults : tuple of Example
        Target poses with a fault.
    figure_start, figure_waypoint, figure_good : Figure or None
        A body in the same poses, from which the simulator makes a film.

    Examples
    --------
    >>> from posecoach.exercises import EXERCISES
    >>> EXERCISES["bridge"].title, EXERCISES["bridge"].prescription.hold_s
    ('Bridge', 10.0)
    """

    id: str
    title: str
    prescription: Prescription
    measures: tuple[Measure, ...]
    posture: PoseCondition
    start: PoseCondition
    targets: tuple[PoseCondition, ...]
    progression: Progression
    checks: tuple[Check, ...]
    displayed: tuple[str, ...] = ()
    waypoint: PoseCondition = ANY_POSE
    distinguishing: tuple[PoseCondition, ...] = ()
    recognised_by: tuple[PoseCondition, ...] = ()
    recognised_once: bool = False
    kicks: tuple[str, float] | None = None
    sided: bool = False
    example_start: dict[str, float] = field(default_factory=dict)
    example_waypoint: dict[str, float] = field(default_factory=dict)
    example_good: dict[str, float] = field(default_factory=dict)
    example_faults: tuple[Example, ...] = ()
    figure_start: Figure | None = None
    figure_waypoint: Figure | None = None
    figure_good: Figure | None = None

    def check(self, code: str) -> Check | None:
        """Return the check whose fault has this code; None when there is none."""
        return next((check for check in self.checks if check.code == code), None)

    def band(self, key: str) -> Band:
        """Return the values in which all checks of a measure hold it while the body moves or holds."""
        bands = [check.band for check in self.checks if check.measure == key and check.during != "end"]
        return Band(max((b.low for b in bands), default=-math.inf), min((b.high for b in bands), default=math.inf))

    @property
    def longest_hold_s(self) -> float:
        """Longest hold that the checks let pass, in seconds; infinite where none limits it."""
        return min((check.band.high for check in self.checks if check.measure == HOLD_S), default=math.inf)
