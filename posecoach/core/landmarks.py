"""The 33 landmarks of MediaPipe's pose model, by name; left and right are the person's own.

Source: MediaPipe Pose Landmarker model card (BlazePose GHUM 3D topology).
"""

from __future__ import annotations

NOSE = 0
EARS = {"left": 7, "right": 8}
SHOULDER = {"left": 11, "right": 12}
ELBOW = {"left": 13, "right": 14}
WRIST = {"left": 15, "right": 16}
INDEX_FINGER = {"left": 19, "right": 20}
HIP = {"left": 23, "right": 24}
KNEE = {"left": 25, "right": 26}
ANKLE = {"left": 27, "right": 28}
HEEL = {"left": 29, "right": 30}
TOE = {"left": 31, "right": 32}
N_LANDMARKS = 33

EDGES: tuple[tuple[int, int], ...] = (
    *((SHOULDER[s], ELBOW[s]) for s in ("left", "right")),
    *((ELBOW[s], WRIST[s]) for s in ("left", "right")),
    *((SHOULDER[s], HIP[s]) for s in ("left", "right")),
    *((HIP[s], KNEE[s]) for s in ("left", "right")),
    *((KNEE[s], ANKLE[s]) for s in ("left", "right")),
    *((ANKLE[s], HEEL[s]) for s in ("left", "right")),
    *((HEEL[s], TOE[s]) for s in ("left", "right")),
    (SHOULDER["left"], SHOULDER["right"]),
    (HIP["left"], HIP["right"]),
)
"""Pairs of landmarks joined by a bone, for drawing."""
