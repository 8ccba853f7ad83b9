"""Where parts of the body should be in one frame, as lines and areas, from the exercise's own declarations."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posecoach.core.body.body import Body
from posecoach.core.body.geometry import coordinates
from posecoach.core.body.guides import Guide, Line
from posecoach.core.body.landmarks import Side
from posecoach.core.exercise.bands import Band, bind
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.exercise.measures import find_measure
from posecoach.core.judging.events import Update

Place = NDArray[np.floating]
"""Shape (2,): x right, y down; an array, like everything that is drawn."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a part of the body should be; all in pixels of the pose's picture.

    Attributes
    ----------
    area : float array, shape (n, 2)
        Outline of where it may be.
    aim : float array, shape (n, 2)
        The line to aim for, within the area.
    part : float array, shape (2,)
        Where the part is; NaN when unseen.
    floor : float array, shape (n, 2), or None
        The floor, where the target is a height above it.
    go_to : float array, shape (2,), or None
        The nearest point of `aim`, to which the part should move; None when nothing is wrong.
    """

    area: Line
    aim: Line
    part: Place
    floor: Line | None = None
    go_to: Place | None = None


def targets(exercise: Exercise, update: Update) -> list[Target]:
    """Return the target of the worst fault, or without a fault those that the exercise displays.

    Parameters
    ----------
    exercise : Exercise
        The exercise that is done.
    update : Update
        Of this frame.

    Returns
    -------
    list of Target
        Empty when none of them can be placed.
    """
    body = update.body
    if body is None:
        return []
    side = (update.side or body.near) if exercise.sided else None
    if update.faults:
        found = [_of_fault(exercise, update, body, side)]
    else:
        found = [_target(exercise, key, body, side) for key in exercise.displayed]
    return [target for target in found if target]


def target(guide: Guide, band: Band, body: Body, shift: float = 0.0) -> Target | None:
    """Place a band on a body; None when a landmark that it depends on is unseen.

    Parameters
    ----------
    guide : Guide
        Where the measure lies on the body.
    band : Band
        Its good values.
    body : Body
        The body.
    shift : float
        The measure's value in the start pose, where the band counts from there.
    """
    ideal = min(max(guide.ideal, band.low), band.high)  # another exercise may ask for another pose of a shared measure
    low = band.low if math.isfinite(band.low) else 2 * ideal - band.high
    high = band.high if math.isfinite(band.high) else 2 * ideal - band.low
    middle = ideal if low < ideal < high else (low + high) / 2
    area = np.concatenate([guide.line(body, low + shift), guide.line(body, high + shift)[::-1]])
    if np.isnan(area).any():
        return None
    floor, part = guide.floor(body), coordinates([guide.part(body)])
    aim = body.in_picture(guide.line(body, middle + shift))
    return Target(
        body.in_picture(area), aim, body.in_picture(part)[0], None if floor is None else body.in_picture(floor)
    )


def nearest(line: Line, place: Place) -> Place:
    """Return the point of `line` that is nearest to `place`."""
    start, along = line[:-1], np.diff(line, axis=0)
    share = ((place - start) * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-9)
    candidates = start + np.clip(share, 0.0, 1.0)[:, None] * along
    closest: Place = candidates[np.argmin(((candidates - place) ** 2).sum(axis=1))]
    return closest


def _of_fault(exercise: Exercise, update: Update, body: Body, side: Side | None) -> Target | None:
    """Return the target of the worst fault's measure, with where to move."""
    fault = update.faults[0]
    check = exercise.check(fault.code)
    if check is None:
        return None
    shift = update.values.get(bind(check.measure, side), math.nan) - fault.value if check.from_start else 0.0
    found = _target(exercise, check.measure, body, side, shift)
    return replace(found, go_to=nearest(found.aim, found.part)) if found else None


def _target(exercise: Exercise, key: str, body: Body, side: Side | None, shift: float = 0.0) -> Target | None:
    """Place the intersection of all bands of a measure on the body."""
    band, measure = exercise.band(key), find_measure(exercise, key, side)
    if band == Band() or measure is None or measure.guide is None:
        return None
    return target(measure.guide, band, body, shift)
