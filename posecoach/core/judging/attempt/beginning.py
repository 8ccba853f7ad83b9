"""Finds the beginning of an attempt: the body leaves the start pose, or is found in the target pose.

A start pose must last to be believed, for one wrong frame is none. A target pose without one counts when its start was
hidden: at the beginning of a stream or of another view, or for a moment on the way.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from posecoach.core.body.landmarks import Side
from posecoach.core.body.pose import Values
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.attempt.attempt import Attempt
from posecoach.core.judging.attempt.late_arrival import CERTAIN_S, Frames, LateArrival
from posecoach.core.judging.attempt.start_pose import StartPose
from posecoach.core.judging.attempt.target_pose import TargetPose

START_S = 0.3
"""A start pose must last this long before an attempt can begin."""
LOOK_S = 0.3
START_KNOWN_S = 3.0
"""How often, and until when, a start pose tells whether the frames before it were a hold: the body must rest in it."""
FRESH_S = 2.0
"""A target pose belongs to a start pose left no longer ago than this, whatever was seen in between."""


class Begun(NamedTuple):
    """An attempt that has begun; `frames` are those to follow it through, none when it is over already."""

    attempt: Attempt
    frames: Frames


class Beginning:
    """Watches while no attempt is under way.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    sides : tuple of Side or None
        The sides that may move.

    Attributes
    ----------
    in_start : bool
        Whether the body is in the start pose.
    start : StartPose
        What is known about the start pose.
    """

    def __init__(self, exercise: Exercise, sides: tuple[Side | None, ...]) -> None:
        self._exercise, self._sides = exercise, sides
        self.change_view()

    def change_view(self) -> None:
        """Forget everything: a stream or another view begins."""
        self._late = LateArrival(self._exercise, self._sides)
        self._look_s = LOOK_S
        self.start = self._last_start = StartPose(self._exercise.progression, self._sides)
        self.leave()

    def leave(self, came_back: bool = False) -> None:
        """Watch for the start pose again; `came_back`: the body has just returned to it from an attempt."""
        if self.start.lasted_s >= START_S:
            self._last_start = self.start
        self.in_start = False
        self.start = StartPose(self._exercise.progression, self._sides, trusted=came_back)
        self._passed_waypoint = not self._exercise.waypoint.bands
        self._back_t = math.inf

    def watches(self, t: float, values: Values) -> bool:
        """Whether this frame can be part of a beginning at all."""
        return self.in_start or self._at_start(values) or self._late.watches(t, values) or self._is_fresh(t)

    def update(self, t: float, values: Values) -> Begun | None:
        """Take a frame in which the body is seen in the exercise's posture."""
        at_start = self._at_start(values)
        if not self.in_start and not at_start:
            return self._joined(t, values) or self._found_again(t, values)
        self.in_start = True
        self._late.end(keep=True)
        if at_start:
            self.start.add(t, values)
            held = self.start.lowered() or self._held_before()
            if held:
                return Begun(held, [])
        self._note_waypoint(t, values, at_start)
        leaving, side = self.start.leaving(values)
        if self.start.lasted_s < START_S:
            if not at_start:
                self.leave()
        elif self._passed_waypoint and (leaving or self._exercise.waypoint.bands):
            return Begun(self._attempt(side), [(t, values)])
        return None

    def _held_before(self) -> Attempt | None:
        """Find the attempt in which the stream or view began, once the body rests in the start pose after it."""
        if not self._late.so_far or self.start.lasted_s < self._look_s:
            return None
        self._look_s += LOOK_S
        frames, held = self._late.so_far, self.start.hold_before(self._late.so_far)
        if held or self._look_s > START_KNOWN_S:
            self._late.end()
        return held if held and self._is_target(held, frames) else None

    def _is_target(self, held: Attempt, frames: Frames) -> bool:
        """Whether the hold was long enough to be one, and in the target pose, seen from the start pose after it."""
        hold, target = held.longest(), TargetPose(self._exercise, self.start.values, recognising=False)
        inside = [values for t, values in frames if hold.start_s <= t <= hold.end_s]
        reached = [v for v in inside if target.find(v, held.side) is not None and target.may_be(v, held.side) is True]
        return hold.length_s >= CERTAIN_S and 2 * len(reached) > len(inside)

    def _note_waypoint(self, t: float, values: Values, at_start: bool) -> None:
        """Note that the waypoint was passed, until the body is back for some time: a hidden knee may look so."""
        self._back_t = min(self._back_t, t) if at_start else math.inf
        if t - self._back_t >= START_S:
            self._passed_waypoint = not self._exercise.waypoint.bands
        self._passed_waypoint = self._passed_waypoint or self._exercise.waypoint.met(values) is True

    def _at_start(self, values: Values) -> bool:
        return self._exercise.start.met(values, was_met=self.in_start) is True

    def _attempt(self, side: Side | None) -> Attempt:
        return Attempt(self._exercise.progression, self.start.base(side), self.start.left_s, side)

    def _joined(self, t: float, values: Values) -> Begun | None:
        """Find an attempt that began before the first frame; the level of its start is that of the example."""
        joined = self._late.update(t, values) if self._late.open else None
        if joined is None:
            return None
        side, frames = joined
        base = self._exercise.example_start.get(bind(self._exercise.progression.measure, side), 0.0)
        return Begun(Attempt(self._exercise.progression, base, frames[0][0], side, start_seen=False), frames)

    def _is_fresh(self, t: float) -> bool:
        """Whether the body was in the start pose a moment ago."""
        return t - self._last_start.left_s <= FRESH_S and not self._exercise.waypoint.bands

    def _found_again(self, t: float, values: Values) -> Begun | None:
        """Find the body in the target pose, whose way there was hidden or misjudged."""
        if not self._is_fresh(t):
            return None
        at_rest = self._last_start.values
        for side in self._sides:
            if any(target.met(values, side, start=at_rest) is True for target in self._exercise.targets):
                self.start, self._last_start = self._last_start, self.start
                return Begun(self._attempt(side), [(t, values)])
        return None

    def other_side(self, attempt: Attempt, values: Values) -> Attempt | None:
        """Return the attempt with the other leg, when that is the one that rises."""
        rises = self.start.rises(values)
        own, leave_start = rises[attempt.side], self._exercise.progression.leave_start
        least = 1.5 * max(0.0 if math.isnan(own) else own, leave_start)
        for side, rise in rises.items():
            if side != attempt.side and rise > least:
                return Attempt(self._exercise.progression, self.start.base(side), attempt.start_s, side)
        return None
