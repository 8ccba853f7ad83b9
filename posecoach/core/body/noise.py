"""Noise on landmarks: shows how far an answer hangs on single pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posecoach.core.body.pose import Pose

REFERENCE_PX = 480
"""Shorter side of the picture, in pixels, for which the noise is stated; in a larger picture it is larger too."""
SEED = 20_250_601
"""Start of the random numbers; any number does. With the pose's time it gives the same noise to the same frame."""


def with_noise(pose: Pose, noise_px: float) -> Pose:
    """Return a pose whose landmarks are moved at random, the same pose always in the same way.

    Parameters
    ----------
    pose : Pose
        The pose.
    noise_px : float
        Standard deviation in each direction, in pixels of a picture whose shorter side is 480. In space it is the
        same share of the body's size.
    """
    random = np.random.default_rng((SEED, abs(round(pose.t * 1e6))))
    in_picture_px = noise_px * min(pose.size) / REFERENCE_PX
    metres_per_px = np.ptp(pose.world[:, :2], axis=0).max() / max(np.ptp(pose.xy, axis=0).max(), 1.0)
    xy = pose.xy + random.normal(0.0, in_picture_px, pose.xy.shape)
    world = pose.world + random.normal(0.0, in_picture_px * metres_per_px, pose.world.shape)
    return replace(pose, xy=xy.astype(np.float32), world=world.astype(np.float32))
