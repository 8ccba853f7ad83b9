"""How far each check's measure is off during the holds, by how far the camera is turned, and what that eats."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S, Check, Exercise
from posecoach.exercises.registry import BUILT_IN
from truth.clips import Clip
from truth.conditions import YAW_EDGES_DEG, band
from truth.frame_errors import Errors
from truth.markdown import NOTHING, number, table
from truth.mistakes import limits_in_words
from truth.true_values import compared


@dataclass(frozen=True, slots=True)
class CheckErrors:
    """The errors of one check's measure in the true holds.

    Attributes
    ----------
    exercise : Exercise
        The exercise.
    check : Check
        Its check.
    good : float
        Median of the true values in attempts without a fault; NaN without such.
    by_yaw : dict
        For each band of turn, the number of clips and the errors.
    """

    exercise: Exercise
    check: Check
    good: float
    by_yaw: dict[str, tuple[int, Errors]]

    @property
    def distance(self) -> float:
        """How far good form is from the nearest limit, in the check's unit."""
        return min(abs(self.good - edge) for edge in (self.check.band.low, self.check.band.high))

    @property
    def exceeded_from(self) -> str | None:
        """The first band of turn in which 95 % of the errors do not stay within that distance; None = none."""
        return next((yaw for yaw, (_, errors) in self.by_yaw.items() if errors.most > self.distance), None)


def check_errors(clips: Sequence[Clip]) -> list[CheckErrors]:
    """Return the errors of every check whose measure follows from the truth and was measured."""
    found = [
        _of_check(clips, exercise, check)
        for exercise in BUILT_IN
        for check in exercise.checks
        if check.measure not in (HOLD_S, LOWERING_S)
    ]
    return [one for one in found if one.by_yaw and not math.isnan(one.good)]


def _of_check(clips: Sequence[Clip], exercise: Exercise, check: Check) -> CheckErrors:
    pools: dict[str, list[np.ndarray]] = {}
    holders: dict[str, set[str]] = {}
    good: list[float] = []
    for clip in clips:
        yaw = band(clip.yaw, YAW_EDGES_DEG, "°")
        for attempt in clip.attempts:
            if yaw is None or attempt.exercise != exercise.id or attempt.optional:
                continue
            pairs = np.array(list(compared(clip, attempt, check))).reshape(-1, 2)
            pairs = pairs[~np.isnan(pairs[:, 1])]
            if len(pairs):
                pools.setdefault(yaw, []).append(pairs[:, 0] - pairs[:, 1])
                holders.setdefault(yaw, set()).add(clip.name)
                good += [] if attempt.faults else pairs[:, 1].tolist()
    labels = (band(low, YAW_EDGES_DEG, "°") or "" for low, _ in pairwise(YAW_EDGES_DEG))
    by_yaw = {yaw: (len(holders[yaw]), Errors(np.concatenate(pools[yaw]))) for yaw in labels if yaw in pools}
    return CheckErrors(exercise, check, float(np.median(good)) if good else math.nan, by_yaw)


def hold_error_table(errors: Sequence[CheckErrors]) -> list[str]:
    """Return the table by check and turn of the camera."""
    labels = [band(low, YAW_EDGES_DEG, "°") or "" for low, _ in pairwise(YAW_EDGES_DEG)]
    used = [label for label in labels if any(label in one.by_yaw for one in errors)]
    rows: list[list[object]] = []
    for one in errors:
        unit = one.check.unit
        cells = [_cell(*one.by_yaw[label]) if label in one.by_yaw else NOTHING for label in used]
        limits, distance = limits_in_words(one.check.band, unit), number(one.distance, unit, digits=0)
        good = number(one.good, unit, digits=0)
        rows.append([one.exercise.id, f"`{one.check.code}`", good, limits, distance, *cells])
    return table(("exercise", "check", "good form", "limits", "distance", *used), rows, words=2)


def _cell(clips: int, errors: Errors) -> str:
    """Return bias, size within which 95 % lie, number of clips; and how much was measured, if not all."""
    seen = "" if round(errors.share, 2) == 1.0 else f", {errors.share:.0%} seen"
    return f"{number(errors.bias, signed=True)}, {number(errors.most)} ({clips}{seen})"


def in_words(errors: Sequence[CheckErrors]) -> Iterator[str]:
    """Yield what the table says: the checks whose error exceeds the distance, one item each."""
    over = [one for one in errors if one.exceeded_from]
    for one in over:
        assert one.exceeded_from is not None
        most = number(one.by_yaw[one.exceeded_from][1].most, one.check.unit)
        distance = number(one.distance, one.check.unit, digits=0)
        yield (
            f"- {one.exercise.id}, `{one.check.code}`: at a turn of {one.exceeded_from}, 95 % lie within {most}, "
            f"and the limit is {distance} from good form."
        )
    if not over:
        yield "- No check: 95 % of all errors stay within the distance from good form to the limit."
