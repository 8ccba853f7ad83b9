"""The 33 landmarks of MediaPipe's pose model, by name; left and right are the person's own.

Source: MediaPipe Pose Landmarker model card (BlazePose GHUM 3D topology).
"""

from __future__ import annotations

from typing import Literal

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")

Pair = dict[Side, int]
"""A joint's landmark on each side."""

NOSE = 0
EARS: Pair = {"left": 7, "right": 8}
SHOULDER: Pair = {"left": 11, "right": 12}
ELBOW: Pair = {"left": 13, "right": 14}
WRIST: Pair = {"left": 15, "right": 16}
INDEX_FINGER: Pair = {"left": 19, "right": 20}
HIP: Pair = {"left": 23, "right": 24}
KNEE: Pair = {"left": 25, "right": 26}
ANKLE: Pair = {"left": 27, "right": 28}
HEEL: Pair = {"left": 29, "right": 30}
TOE: Pair = {"left": 31, "right": 32}
N_LANDMARKS = 33

EDGES: tuple[tuple[int, int], ...] = (
    *((SHOULDER[s], ELBOW[s]) for s in SIDES),
    *((ELBOW[s], WRIST[s]) for s in SIDES),
    *((SHOULDER[s], HIP[s]) for s in SIDES),
    *((HIP[s], KNEE[s]) for s in SIDES),
    *((KNEE[s], ANKLE[s]) for s in SIDES),
    *((ANKLE[s], HEEL[s]) for s in SIDES),
    *((HEEL[s], TOE[s]) for s in SIDES),
    (SHOULDER["left"], SHOULDER["right"]),
    (HIP["left"], HIP["right"]),
)
"""Pairs of landmarks that a bone connects, for drawing."""


def opposite(side: Side) -> Side:
    """Return the other side."""
    return "right" if side == "left" else "left"
