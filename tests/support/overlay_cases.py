"""Poses, updates and session stages for the tests of the overlay, with the longest texts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posecoach.core.body.landmarks import ANKLE, HIP, KNEE, SHOULDER
from posecoach.core.body.pose import Pose
from posecoach.core.judging.events import Fault, Update
from posecoach.core.session.scene import SessionState, SetupCheck
from posecoach.core.session.summary import REST, Row, Summary
from posecoach.feedback.overlay.body import body_points, shown_points
from posecoach.feedback.overlay.canvas import Canvas
from posecoach.feedback.overlay.message_box import MessageBox
from posecoach.feedback.overlay.overlay import Layout, lay_out
from posecoach.feedback.overlay.primitives import Text
from posecoach.feedback.overlay.style import Box, status_of
from posecoach.feedback.overlay.typography import Typesetter

SIZES = [(320, 240), (640, 480), (1280, 720), (1920, 1080), (480, 640), (720, 1280)]
TYPE = Typesetter()
SAY = "Straighten the knee of the lifted leg"
CUE = "Knee of the lifted leg bent to 148°: straighten it until the leg is one line, 165° or more"
UNSEEN = "Your feet are out of the picture: move back, or tilt the screen down. Nothing can be judged until then."


def a_fault(say: str = SAY, cue: str = CUE) -> Fault:
    return Fault("lifted_knee_bent", 3.0, 4.0, 148.0, (165.0, 180.0), "deg", cue, say)


def a_pose(size: tuple[int, int] = (640, 480), middle: float = 0.5) -> Pose:
    """Lie on the back with the head to the right, the left side nearest the camera."""
    xy = np.full((33, 2), (0.6, middle))
    for points, x in ((SHOULDER, 0.7), (HIP, 0.5), (KNEE, 0.35), (ANKLE, 0.2)):
        for side, dy in (("left", 0.01), ("right", -0.03)):
            xy[points[side]] = x, middle + dy
    world = np.zeros((33, 3), np.float32)
    world[[SHOULDER["right"], HIP["right"]], 2] = 0.3
    return Pose(0.0, (xy * size).astype(np.float32), world, np.ones(33, np.float32), size)


def an_update(**more: object) -> Update:
    values = {"t": 1.0, "pose": a_pose(), "title": "Bridge", "phase": "hold", "rep": 4, "reps": 3, "hold_s": 7.26}
    return Update(**{**values, "good_s": 6.0, "hold_target_s": 10.0, **more})  # type: ignore[arg-type]


def body_of(update: Update, size: tuple[int, int]) -> np.ndarray:
    return body_points(shown_points(update.pose, *size, mirror=False)) if update.pose else np.empty((0, 2))


def laid_out(
    size: tuple[int, int],
    update: Update,
    scene: SessionState | None = None,
    note: str | None = None,
    before: MessageBox | None = None,
) -> Layout:
    scene = scene or SessionState(done=(update.reps,))
    style = status_of(update, scene)
    return lay_out(Canvas(*size, TYPE), update, scene, style, note, body_of(update, size), before)


def texts(layout: Layout) -> list[Text]:
    return [item for item in layout.items if isinstance(item, Text)]


def words(layout: Layout) -> str:
    return " ".join(text.text for text in texts(layout))


def overlap(a: Box, b: Box) -> float:
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return min(across, down)


FINDINGS = tuple(
    SetupCheck(code, ok, f"This is what is wrong with {code}: do this or that.", "Move the laptop two steps back.")
    for code, ok in zip(
        ("rate", "resolution", "light", "alone", "seen", "picture", "whole", "distance", "side", "level"),
        (True, True, None, True, True, True, False, False, None, True),
        strict=True,
    )
)
ROUTINE = SessionState(title="Warrior at the wall", step=3, steps=12, reps=12, sides=("left", "right"), done=(11, 10))
SCENES = {
    "video": None,
    "free": SessionState(done=(14,)),
    "routine": ROUTINE,
    "setup": replace(ROUTINE, stage="setup", findings=FINDINGS),
    "start pose": replace(ROUTINE, stage="start_pose", start_cue="Lean forward, fingertips on the wall."),
    "count in": replace(ROUTINE, stage="count_in", count=3),
    "may skip": replace(ROUTINE, movement_cue="Knees to your chest, then stretch.", may_skip=True),
    "many": replace(ROUTINE, reps=30),
    "rest": replace(ROUTINE, stage="rest", left_s=119.2, start_cue="Lean forward, fingertips on the wall."),
    "paused": replace(ROUTINE, stage="paused"),
    "stopping": replace(ROUTINE, stage="stopping", left_s=9.4),
    "out of view": replace(ROUTINE, stage="out_of_view", left_s=59.9),
    "done": replace(ROUTINE, stage="done", ended="complete"),
    "stopped": replace(ROUTINE, stage="done", ended="pain"),
}
"""The session's stages, with the longest texts."""

LONGEST = {"title": "Double-knee lifts", "side": "right", "reps": 12, "rep": 13, "hold_s": 24.1, "hold_target_s": 30.0}

BUSY = {
    "ready": an_update(**{**LONGEST, "rep": 0}, phase="start"),
    "moving": an_update(**LONGEST, phase="moving"),
    "hold": an_update(**LONGEST),
    "fix": an_update(**LONGEST, faults=(a_fault(),)),
    "lowering": an_update(**LONGEST, phase="lowering"),
    "away": an_update(**LONGEST, phase="away"),
    "not seen": an_update(**LONGEST, unseen=UNSEEN),
    "nobody": an_update(**LONGEST, pose=None),
}

ROWS = (
    Row("Bridge", 5, 5, 4, 10.29),
    Row("Double-knee lifts", 5, 5, 5, 4.9),
    Row("Leg lift", 5, 3, 2, 7.31),
    Row("Press-up", 5, 0, 0, None),
    Row("Bird dog", 20, 20, 18, 30.4),
    Row("Warrior at the wall", 6, 6, 0, None),
)
LINES = (
    "Two more in good form this time.",
    "Warrior at the wall, next time: Straighten your standing leg.",
    "Next time: Lift your hips a little.",
)
SUMMARIES = {
    "routine": Summary("complete", ROWS, LINES[:2]),
    "one exercise": Summary("complete", ROWS[:1], LINES[2:]),
    "stopped": Summary("quit", ROWS[2:4], LINES[1:2]),
    "pain": Summary("pain", ROWS[:2], (REST,)),
}
"""What was done in a session, with the longest texts."""
