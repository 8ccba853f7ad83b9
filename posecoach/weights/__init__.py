"""The pose model: find it, fetch it, verify it. Only `fetch` ever uses the network."""

from posecoach.weights.bundle import check_bundle
from posecoach.weights.fetching import Progress, fetch
from posecoach.weights.manifest import DEFAULT_VARIANT, Variant, known_variants
from posecoach.weights.store import ENVIRONMENT, ModelStatus, describe, locate, status

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
