"""Streams of poses that no camera should give, as recipes: which recording, and what happens to it, in JSON.

A recipe is a list: the name of a recorded track, how many of its frames, every how many-th, and changes. A change is a
list too: what, the first frame, how many frames, and numbers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

import numpy as np
from streams import ALL_TRACKS, EXERCISE_TRACKS, mirrored, noisy, shifted, swapped, zoomed
from tracks import track

from posecoach.core.body.pose import Pose, TimedPose
from posecoach.exercises.registry import EXERCISES

NUMBERS = (math.nan, math.inf, -math.inf, 0.0, 1e-30, 0.5, 100.0, 1e6, -1e9, 1e18, 1e30, 3e38, -3e38)
SIZES = ((768, 432), (432, 768), (1, 1), (65535, 65535), (640, 480), (1, 5000))
GAPS_S = (1e-9, 0.001, 0.3, 0.6, 3.1, 11.0, 70.0, 4000.0, 1e5, 1e15)
LONGEST_S = 604_800.0
"""No session lasts longer than a week: what comes later is left out."""
BODY = (0, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32)
MOST_FRAMES = 300
KEYS = ("pause", "restart", "quit", "stop")

Change = Callable[[Pose, list[Any]], Pose | None]


@dataclass(frozen=True, slots=True)
class Stream:
    """What a recipe makes.

    Attributes
    ----------
    poses : list of (float, Pose or None)
        Times, which do not always grow, and poses.
    height_cm : float
        The person's height.
    exercise : str
        The exercise to judge, or ``auto``.
    keys : dict of int to str
        Number of a frame -> the key that is pressed before it.
    """

    poses: list[TimedPose]
    height_cm: float
    exercise: str
    keys: dict[int, str]


def _some(pose: Pose, key: str, landmarks: list[int], number: float) -> Pose:
    array = getattr(pose, key).copy()
    array[landmarks] = number
    return replace(pose, **{key: array})


def _at_one_point(pose: Pose, landmarks: list[int]) -> Pose:
    xy, world = pose.xy.copy(), pose.world.copy()
    xy[landmarks], world[landmarks] = xy[landmarks[0]], world[landmarks[0]]
    return replace(pose, xy=xy, world=world)


CHANGES: dict[str, Change] = {
    "nobody": lambda pose, given: None,
    "numbers": lambda pose, given: _some(pose, given[0], given[1], given[2]),
    "coincide": lambda pose, given: _at_one_point(pose, given[0]),
    "swap": lambda pose, given: swapped(pose),
    "mirror": lambda pose, given: mirrored(pose),
    "shift": lambda pose, given: shifted(pose, given[0], given[1]),
    "zoom": lambda pose, given: zoomed(pose, given[0], given[1]),
    "noise": lambda pose, given: noisy(pose, given[0], np.random.default_rng(int(1000 * pose.t) % 2**32)),
    "size": lambda pose, given: replace(pose, size=(given[0], given[1])),
    "scale": lambda pose, given: replace(pose, world=pose.world * np.float32(given[0])),
    "light": lambda pose, given: replace(pose, light=given[0]),
}


@cache
def _track(name: str) -> tuple[tuple[TimedPose, ...], float]:
    seen, height_cm = track(name)
    return tuple(seen), height_cm


def stream_of(data: bytes) -> Stream:
    """Return the stream of a recipe.

    Raises
    ------
    ValueError, TypeError, KeyError, IndexError
        It is none.
    """
    name, count, every, *changes = json.loads(data)
    whole, height_cm = _track(name)
    poses = list(whole[: every * count : every])[:MOST_FRAMES]
    exercise = name.partition("__")[0]
    keys: dict[int, str] = {}
    with np.errstate(all="ignore"):
        for what, first, n, *given in changes:
            part = slice(first, first + n)
            if what in CHANGES:
                poses[part] = [(t, pose and CHANGES[what](pose, given)) for t, pose in poses[part]]
            elif what in KEYS:
                keys[first] = what
            elif what == "later":
                poses[first:] = [(t + given[0], pose) for t, pose in poses[first:]]
            elif what == "slower":
                start_s = poses[min(first, len(poses) - 1)][0]
                poses[part] = [(start_s + (t - start_s) * given[0], pose) for t, pose in poses[part]]
            elif what == "drop":
                del poses[part]
            elif what == "reverse":
                times = [t for t, _ in poses[part]]
                poses[part] = [(t, pose) for t, (_, pose) in zip(times, poses[part][::-1], strict=True)]
            elif what == "then":
                more, _ = _track(given[0])
                start_s = poses[-1][0] if poses else 0.0
                poses = (poses + [(start_s + t + 0.1, pose) for t, pose in more[first : first + n]])[:MOST_FRAMES]
            else:
                raise ValueError(f"{what} is no change")
    named = exercise if exercise in EXERCISES and "yaw" not in name else "auto"
    poses = [(t, pose and replace(pose, t=t)) for t, pose in poses if not t > LONGEST_S]
    return Stream(poses, height_cm, named, keys)


def samples() -> list[bytes]:
    """Return recipes of unchanged recordings, 16 s of each."""
    return [json.dumps([name, 120, 2]).encode() for name in EXERCISE_TRACKS if name.endswith(("__good", "__yaw_30"))]


def change(data: bytes, random: Random) -> bytes:
    """Add a change to a recipe, take one away, or film another movement."""
    name, count, every, *changes = json.loads(data)
    for _ in range(random.choice((1, 1, 2, 4))):
        if len(changes) > 6 or (changes and random.random() < 0.2):
            del changes[random.randrange(len(changes))]
        else:
            changes.insert(random.randrange(len(changes) + 1), _new_change(random, count))
    if random.random() < 0.2:
        name, every = random.choice(ALL_TRACKS), random.choice((1, 1, 2, 3, 9))
    return json.dumps([name, count, every, *changes]).encode()


def _new_change(random: Random, count: int) -> list[Any]:
    first, n = random.randrange(min(count, 250)), random.choice((1, 2, 10, 60, 10_000))
    landmarks = random.sample(BODY, random.choice((1, 2, 5, len(BODY))))
    what = random.choice((*CHANGES, "numbers", "numbers", "later", "later", "slower", "drop", "reverse", "then", *KEYS))
    given: dict[str, list[Any]] = {
        "numbers": [random.choice(("xy", "xy", "world", "visibility")), landmarks, random.choice(NUMBERS)],
        "coincide": [random.choice((landmarks, list(range(33))))],
        "shift": [random.choice((-300.0, 0.0, 50.0, 5000.0, 1e20)), random.choice((-300.0, 0.0, 50.0, 1e9))],
        "zoom": [random.choice((0.0, 0.01, 0.2, 0.7, 1.2, 5.0, 1e6)), random.choice((0.0, 0.0, 0.3, 1.57, 3.14))],
        "noise": [random.choice((1.0, 10.0, 100.0))],
        "size": list(random.choice(SIZES)),
        "scale": [random.choice((0.0, 1e-6, 0.5, -1.0, 100.0, 1e30))],
        "light": [random.choice((math.nan, -1.0, 0.0, 255.0, math.inf))],
        "later": [random.choice(GAPS_S) * random.choice((1, 1, 1, 1, -1))],
        "slower": [random.choice((0.0, 1e-6, 0.1, 0.5, 3.0, 100.0, -1.0))],
        "then": [random.choice(ALL_TRACKS)],
    }
    return [what, first, n, *given.get(what, [])]
