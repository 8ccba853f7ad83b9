"""Finds, fetches and verifies the pose model. Only `fetch` uses the network."""

from __future__ import annotations

from posecoach.vision.weights.bundle import check_bundle
from posecoach.vision.weights.fetch import fetch
from posecoach.vision.weights.manifest import DEFAULT_VARIANT, Progress, Variant, known_variants
from posecoach.vision.weights.store import ENVIRONMENT, ModelStatus, describe, locate, status

__all__ = [
    "DEFAULT_VARIANT",
    "ENVIRONMENT",
    "ModelStatus",
    "Progress",
    "Variant",
    "check_bundle",
    "describe",
    "fetch",
    "known_variants",
    "locate",
    "status",
]
