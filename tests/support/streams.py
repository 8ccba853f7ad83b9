"""Streams of poses that no camera should give: joined, cut, shifted, jumping, vanishing, with sides exchanged."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from random import Random

import numpy as np
from numpy.typing import NDArray
from tracks import TRACKS, track

from posecoach.core.body.pose import Pose, TimedPose

EXERCISE_TRACKS = sorted(path.stem for path in TRACKS.glob("*__*.npz"))
LOSES_A_LEG = "bird_dog__yaw_minus_30"
"""In it the estimator misplaces the lifted leg for half a second, just as the hold begins."""
ALL_TRACKS = sorted(path.stem for path in TRACKS.glob("*.npz"))
OTHER_SIDE = np.array([0, 4, 5, 6, 1, 2, 3, *(i + 1 if i % 2 else i - 1 for i in range(7, 33))])
"""Order of the landmarks in which each stands where that of the other side was."""
STEPS_S = (0.001, 0.03, 0.1, 0.2, 0.4, 0.6, 1.2, 3.0, 9.9, 11.0)

Change = Callable[[Pose], Pose | None]


def swapped(pose: Pose) -> Pose:
    """Exchange left and right."""
    return replace(pose, xy=pose.xy[OTHER_SIDE], world=pose.world[OTHER_SIDE], visibility=pose.visibility[OTHER_SIDE])


def mirrored(pose: Pose) -> Pose:
    """Film through a mirror: right becomes left in the picture, and of the body."""
    xy, world = pose.xy.copy(), pose.world.copy()
    xy[:, 0], world[:, 0] = pose.size[0] - xy[:, 0], -world[:, 0]
    return swapped(replace(pose, xy=xy, world=world))


def shifted(pose: Pose, x: float, y: float) -> Pose:
    """Move the body in the picture, by pixels."""
    return replace(pose, xy=(pose.xy + np.array([x, y])).astype(np.float32))


def zoomed(pose: Pose, factor: float, angle: float = 0.0) -> Pose:
    """Zoom the picture about its middle, and turn it by radians."""
    middle, sine, cosine = np.array(pose.size) / 2, math.sin(angle), math.cos(angle)
    turn = np.array([[cosine, sine], [-sine, cosine]])
    return replace(pose, xy=((pose.xy - middle) @ turn * factor + middle).astype(np.float32))


def noisy(pose: Pose, px: float, random: np.random.Generator) -> Pose:
    """Move each landmark at random, by pixels of a picture of 480 lines."""
    return replace(pose, xy=(pose.xy + random.normal(0, px * min(pose.size) / 480, pose.xy.shape)).astype(np.float32))


def resized(pose: Pose, factor: float) -> Pose:
    """Film with more pixels, or fewer."""
    width, height = (round(factor * side) for side in pose.size)
    return replace(pose, xy=(pose.xy * factor).astype(np.float32), size=(width, height))


def filmed_at(seen: Sequence[TimedPose], times_s: Iterable[float]) -> list[TimedPose]:
    """Film the same movement at other times (s); from frame to frame of `seen` all moves evenly."""
    known_s = [t for t, _ in seen]
    return [(t, _between(seen, bisect_left(known_s, t), t)) for t in times_s if known_s[0] <= t <= known_s[-1]]


def _between(seen: Sequence[TimedPose], i: int, t: float) -> Pose | None:
    (before_s, before), (after_s, after) = seen[max(i - 1, 0)], seen[i]
    if after_s == t or before is None or after is None:
        return after and replace(after, t=t)
    share = np.float32((t - before_s) / (after_s - before_s))

    def mix(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
        return a + (b - a) * share

    visibility = np.minimum(before.visibility, after.visibility)
    xy, world = mix(before.xy, after.xy), mix(before.world, after.world)
    return replace(before, t=t, xy=xy, world=world, visibility=visibility)


def irregular(end_s: float, steps_s: tuple[float, float], seed: int) -> Iterator[float]:
    """Times up to `end_s` with random steps between two lengths (s)."""
    random, t = np.random.default_rng(seed), 0.0
    while t <= end_s:
        yield t
        t += random.uniform(*steps_s)


def _some(pose: Pose, random: Random, value: float) -> Pose:
    xy = pose.xy.copy()
    xy[[random.randrange(33) for _ in range(random.choice([1, 2, 12]))]] = value
    return replace(pose, xy=xy)


def _hidden(pose: Pose, random: Random) -> Pose:
    visibility = pose.visibility.copy()
    visibility[[random.randrange(33) for _ in range(random.choice([1, 5, 20]))]] = random.choice([0.0, 0.3, 0.49])
    return replace(pose, visibility=visibility)


def _at_one_point(pose: Pose, landmarks: slice) -> Pose:
    xy = pose.xy.copy()
    xy[landmarks] = xy[23]
    return replace(pose, xy=xy)


def _change(random: Random) -> Change:
    """Return one of the things that go wrong."""
    numbers = np.random.default_rng(random.randrange(2**32))
    x, y, factor = random.uniform(-300, 300), random.uniform(-300, 300), random.choice([0.2, 0.7, 1.2, 5.0])
    changes: list[Change] = [
        lambda pose: None,
        swapped,
        mirrored,
        lambda pose: shifted(pose, x, y),
        lambda pose: shifted(pose, 5000.0, 5000.0),
        lambda pose: zoomed(pose, factor, random.uniform(-3.2, 3.2) if factor == 0.2 else 0.0),
        lambda pose: noisy(pose, random.choice([1.0, 10.0]), numbers),
        lambda pose: replace(pose, xy=numbers.uniform(-100, 900, (33, 2)).astype(np.float32)),
        lambda pose: replace(pose, world=np.zeros_like(pose.world)),
        lambda pose: _some(pose, random, random.choice([1e6, -1e9])),
        lambda pose: _hidden(pose, random),
        lambda pose: _at_one_point(pose, slice(0, 33)),
        lambda pose: _at_one_point(pose, slice(23, 27)),
    ]
    return random.choice(changes)


def stream(seed: int) -> tuple[list[TimedPose], float]:
    """Return a stream made by chance, and the person's height in cm."""
    random = Random(seed)
    seen: list[TimedPose] = []
    height_cm, start_s = 170.0, 0.0
    for name in random.choices(random.choice([EXERCISE_TRACKS, ALL_TRACKS]), k=random.choice([1, 1, 2, 3])):
        part, height_cm = track(name)
        first = random.randrange(len(part)) if random.random() < 0.5 else 0
        part = part[first : first + random.choice([20, 100, 500])]
        seen += [(t - part[0][0] + start_s, pose) for t, pose in part]
        start_s = seen[-1][0] + random.choice(STEPS_S)
    if random.random() < 0.3:
        t = 0.0
        seen = [(t := t + random.choice(STEPS_S), pose) for _, pose in seen]
    for _ in range(random.choice([0, 1, 2, 3])):
        first, change = random.randrange(len(seen)), _change(random)
        last = first + random.choice([1, 2, 10, 10_000])
        seen[first:last] = [(t, pose and change(pose)) for t, pose in seen[first:last]]
    return [(t, pose and replace(pose, t=t)) for t, pose in seen], height_cm
