"""Groups clips by how they were filmed and who is seen: the rows of the tables by condition."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from truth.clips import Clip

Label = Callable[[Clip], str | None]
"""Name of a clip's group; None = it belongs to none."""

YAW_EDGES_DEG = (0.0, 10.0, 20.0, 30.0, 40.0, 50.0, math.inf)
DISTANCE_EDGES_M = (0.0, 2.0, 2.5, 3.5, math.inf)
LENS_EDGES_M = (0.0, 0.5, 1.0, math.inf)
CHILD_M = 1.5
"""A shorter person is shown as a child."""
HEAVY, OLD = 0.9, 0.95
"""Shares of the body model's range of weight and age from which a body counts as heavy or old."""

KINDS = {
    "a": "odd cameras (turned, low, high, rolled, far, a wide lens)",
    "b": "bad pictures (light from behind, dim and noisy, blurred with few frames)",
    "c": "other bodies and clothes (a child, heavy, old, loose clothes, low contrast)",
    "d": "something in the way (a dog, a chair's legs, a person walking behind)",
    "e": "difficult faults (subtle, several at once, late in a hold, good and bad mixed)",
    "f": "whole sessions (several exercises, rolling over, aborted attempts, slow and fast)",
    "g": "near misses (legs raised to the vertical)",
}
"""What makes the hard clips hard, by the truth's `kind`."""
PLAIN = "plain (usual people, light and cameras)"


def distance_m(clip: Clip) -> float:
    """Return how far away the camera is, in metres; NaN when not known."""
    return float((clip.truth.get("camera") or {}).get("distance", math.nan))


def lens_m(clip: Clip) -> float:
    """Return how high above the floor the camera is, in metres; NaN when not known."""
    return float((clip.truth.get("camera") or {}).get("position", (math.nan,))[-1])


def rate_hz(clip: Clip) -> float:
    """Return the frames per second; NaN when not known."""
    return float(clip.truth.get("fps") or math.nan)


def kind(clip: Clip) -> str | None:
    """Return what makes a clip hard."""
    letter = clip.truth.get("kind")
    if letter is None:
        return None if clip.is_recording else PLAIN
    return KINDS.get(letter, letter)


def yaw(clip: Clip) -> str | None:
    """Name how far the camera is turned from an exact side view, in degrees."""
    return band(clip.yaw, YAW_EDGES_DEG, "°")


def light(clip: Clip) -> str | None:
    """Return how the scene is lit."""
    if clip.is_recording:
        return None
    known = clip.truth.get("light") or {}
    if known.get("blur"):
        return "even, but blurred by movement"
    return {"back": "from behind", "dim": "dim, noisy picture"}.get(known.get("kind", ""), "even")


def distance(clip: Clip) -> str | None:
    """Name how far away the camera is, in metres."""
    return band(distance_m(clip), DISTANCE_EDGES_M, " m")


def lens(clip: Clip) -> str | None:
    """Name how high the camera is, in metres."""
    return band(lens_m(clip), LENS_EDGES_M, " m")


def rate(clip: Clip) -> str | None:
    """Name the frames per second of the clip."""
    return None if math.isnan(rate_hz(clip)) else f"{rate_hz(clip):g} frames/s"


def body(clip: Clip) -> str | None:
    """Return who is seen."""
    known = clip.truth.get("body")
    if not known:
        return None
    shares = known.get("phenotype", {})
    if known["height_m"] < CHILD_M:
        return "a child"
    if shares.get("weight", 0.0) >= HEAVY:
        return "heavy"
    return "old" if shares.get("age", 0.0) >= OLD else "usual"


CONDITIONS: dict[str, Label] = {
    "kind of clip": kind,
    "camera turned by": yaw,
    "light": light,
    "distance of the camera": distance,
    "height of the camera": lens,
    "frame rate": rate,
    "body": body,
}


def band(value: float, edges: tuple[float, ...], unit: str) -> str | None:
    """Return the band between two edges in which a value lies; None for NaN."""
    for low, high in pairwise(edges):
        if low <= value < high:
            return f"{low:g}{unit} and more" if math.isinf(high) else f"{low:g}-{high:g}{unit}"
    return None


def grouped(clips: Iterable[Clip], label: Label) -> dict[str, list[Clip]]:
    """Return the clips by their label, in the order of the labels' numbers or of their first clip."""
    groups: dict[str, list[Clip]] = {}
    for clip in clips:
        if name := label(clip):
            groups.setdefault(name, []).append(clip)
    return dict(sorted(groups.items(), key=lambda item: _first_number(item[0])))


def _first_number(name: str) -> float:
    number = re.match(r"[0-9.]+", name)
    return float(number[0]) if number else 0.0
