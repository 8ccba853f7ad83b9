"""The one number that matters now: seconds of the hold or of the rest, attempts, or what is well placed."""

from __future__ import annotations

import math
from typing import NamedTuple

from posecoach.core.judging.events import Update
from posecoach.core.session.scene import Scene
from posecoach.sinks.palette import NOT_SEEN, Look


class Number(NamedTuple):
    """A number to be set large.

    Attributes
    ----------
    whole, part, rest : str
        Large, smaller and small: ``7``, ``.2``, `` / 10 s``.
    live : bool
        Whether it is running, or valid now.
    """

    whole: str
    part: str
    rest: str
    live: bool = True


def number_of(update: Update, scene: Scene, look: Look) -> Number | None:
    """Choose the number; None while counting in, which has the picture to itself."""
    if scene.stage == "count_in":
        return None
    if scene.stage == "place":
        return Number(str(sum(finding.ok is True for finding in scene.findings)), "", f" / {len(scene.findings)} ok")
    if scene.left_s is not None:
        return Number(str(math.ceil(scene.left_s)), "", " s")
    if hold_runs(update) and scene.stage == "work":
        whole, part = tenths(update.hold_s).split(".")
        target = f" / {update.hold_target_s:g} s" if update.hold_target_s else " s"
        return Number(whole, f".{part}", target, look is not NOT_SEEN)
    made = sum(scene.done)
    if scene.reps is None:
        return Number(str(made), "", count_word(made))
    return Number(str(made), "", f" / {scene.reps * len(scene.done)} reps")


def hold_runs(update: Update) -> bool:
    """Whether the attempt under way has a hold to show."""
    return update.rep > 0 and (update.hold_s > 0 or update.phase == "hold")


def count_word(made: int) -> str:
    """Return what attempts are called on the screen, with a space before it."""
    return " rep" if made == 1 else " reps"


def tenths(seconds: float) -> str:
    """Cut to tenths: rounded up, the clock would show a target that is not reached yet."""
    return f"{int(seconds * 10 + 1e-6) / 10:.1f}"
