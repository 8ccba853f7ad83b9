"""Bodies that give a sign with a raised arm."""

from __future__ import annotations

import math

import numpy as np
import stick_figure

from posecoach.core.body import landmarks as lm


def lying(t, *, arm_deg, elbow_deg=180.0, far_deg=0.0, seen=1.0, **body):
    """On the back with the left arm raised by so many degrees from the floor."""
    pose = stick_figure.supine(t, **body)
    xy, visibility = pose.xy.copy(), pose.visibility.copy()
    for side, deg in (("left", arm_deg), ("right", far_deg)):
        shoulder, upper = xy[lm.SHOULDER[side]], 60.0
        out = np.array([math.cos(math.radians(deg)), -math.sin(math.radians(deg))])
        bend = math.radians(deg + 180.0 - (elbow_deg if side == "left" else 180.0))
        xy[lm.ELBOW[side]] = shoulder + upper * out
        xy[lm.WRIST[side]] = xy[lm.ELBOW[side]] + upper * np.array([math.cos(bend), -math.sin(bend)])
    visibility[lm.WRIST["right"]] = seen
    return stick_figure.Pose(t, xy, pose.world, visibility, pose.size)


def standing(t, *, knees_bent=False):
    """Upright from the side with an arm to the ceiling; on the knees when they are bent."""
    ankle = np.array([10.0, 49.0]) if knees_bent else np.array([50.0, 7.0])
    shoulder, hip, knee = (np.array([50.0, y]) for y in (140.0, 91.0, 49.0))
    pose = stick_figure.figure(t, shoulder, hip, knee, ankle, nose=(50, 160), ear=(50, 160))
    xy = pose.xy.copy()
    for part, reach_px in ((lm.ELBOW, 60.0), (lm.WRIST, 120.0)):
        xy[part["left"]] = xy[lm.SHOULDER["left"]] - np.float32([0.0, reach_px])
    return stick_figure.Pose(t, xy + np.float32([0, 60]), pose.world, pose.visibility, pose.size)
