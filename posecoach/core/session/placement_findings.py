"""What is said of camera and place, good or not: each finding with its remedy. NaN = not known."""

from __future__ import annotations

import math

from posecoach.core.body import landmarks as lm
from posecoach.core.judging.view_quality import DARK, OBLIQUE_DEG, WHY
from posecoach.core.session.scene import SetupCheck

FPS_MIN = 12
"""Pictures a second: with 15 the bars for counts and holds are met on all samples, and with 10 the counts still are."""
LINES_MIN = 360
"""Picture lines (its shorter side): with 360 the bars are met at 2 to 3.5 m; 240 are common in old webcams."""
DIM = 50.0
"""Brightness (0-255) below which both face and limbs are a silhouette; one of them reads 74 and more on samples."""
DAZZLE = 3.0
"""Times brighter than the body the picture around it must be for backlight: a window is ten times and more."""
NEAR = 0.95
"""Of the picture's longer side: a body that takes more, stretched out, has no room to move. Samples: 0.43 to 0.85."""
FAR = 0.25
"""Of the picture's longer side: a body that takes less is some 4 m away, the pose model's scope."""
TILT_DEG = 10.0
"""A lean that counts. Lying askew to a camera that looks down slopes by up to 7 degrees in a level picture."""

PARTS = {
    "head": (lm.NOSE, *lm.EARS.values()),
    "hands": tuple(lm.WRIST.values()),
    "feet": (*lm.ANKLE.values(), *lm.HEEL.values(), *lm.TOE.values()),
    "legs": tuple(lm.KNEE.values()),
    "hips": tuple(lm.HIP.values()),
}
"""What may be cut off, the most telling last."""


def rate(fps: float) -> SetupCheck:
    """Judge the pictures a second."""
    if math.isnan(fps):
        return SetupCheck("rate", None, "How many pictures come is not known yet.")
    if round(fps) >= FPS_MIN:
        return SetupCheck("rate", True, f"{fps:.0f} pictures come a second.")
    sentence = f"Only {fps:.0f} pictures a second: close other programs or switch on more light."
    return SetupCheck("rate", False, sentence, "Close programs or switch on more light.")


def resolution(size: tuple[int, int]) -> SetupCheck:
    """Judge width and height, in pixels."""
    width, height = size
    if min(size) >= LINES_MIN:
        return SetupCheck("resolution", True, f"The picture is fine enough ({width} x {height}).")
    sentence = f"The picture is too coarse ({width} x {height}): take another camera, or set it to 640 x 480."
    return SetupCheck("resolution", False, sentence, "Take another camera: this is too coarse.")


def light(light: float, body: float, around: float) -> SetupCheck:
    """Judge the brightness of the picture, of the body, and around it."""
    if light < DARK:
        return SetupCheck("light", False, WHY["dark"], "Switch on a light.")
    if body < DIM and around > DAZZLE * body:
        sentence = "The window behind you dazzles the camera: draw the curtain or turn the laptop."
        return SetupCheck("light", False, sentence, "Draw the curtain behind you.")
    return SetupCheck("light", True, "The light is good.")


def alone(persons: float) -> SetupCheck:
    """Judge how many people were counted."""
    if math.isnan(persons):
        return SetupCheck("alone", None, "Whether you are alone in the picture is not known.")
    if persons > 1:
        sentence = "Somebody else is in the picture and may be taken for you: ask them to step aside."
        return SetupCheck("alone", False, sentence, "Only one person in the picture, please.")
    return SetupCheck("alone", True, "Nobody else is in the picture.")


def seen(seen: bool | None) -> SetupCheck:
    """Tell whether somebody is seen; None = not known."""
    if seen is None:
        return SetupCheck("seen", None, "I am looking for you.")
    if seen:
        return SetupCheck("seen", True, "I can see you.")
    return SetupCheck("seen", False, "Step into the picture: I cannot see you.", "Step into the picture.")


def whole(cuts: list[str]) -> SetupCheck:
    """Name the part that was cut off most, of those in each frame; empty for none."""
    if not cuts:
        return SetupCheck("whole", None, "Whether your whole body is in the picture is not known yet.")
    if 2 * cuts.count("") >= len(cuts):
        return SetupCheck("whole", True, "Your whole body is in the picture.")
    part = max(PARTS, key=cuts.count)
    verb = "is" if part == "head" else "are"
    sentence = f"Move the laptop two steps back: your {part} {verb} cut off."
    return SetupCheck("whole", False, sentence, f"Laptop back: your {part} {verb} cut off.")


def distance(share: float) -> SetupCheck:
    """Judge the body's length, stretched out, as a share of the picture's longer side."""
    if math.isnan(share):
        return SetupCheck("distance", None, "How far away you are is not known yet.")
    if share > NEAR:
        sentence = "You are too near: move the laptop a step back."
        return SetupCheck("distance", False, sentence, "Move the laptop a step back.")
    if share < FAR:
        sentence = "You are too far away: move the laptop a step closer."
        return SetupCheck("distance", False, sentence, "Move the laptop a step closer.")
    return SetupCheck("distance", True, "The distance is good.")


def side(view: float) -> SetupCheck:
    """Judge how far the body is turned from a side view, in degrees."""
    if math.isnan(view):
        return SetupCheck("side", None, "Whether I see you from the side shows when you take up your place.")
    if view > OBLIQUE_DEG:
        sentence = "Turn the laptop so that it sees you from the side."
        return SetupCheck("side", False, sentence, "Turn the laptop to see your side.")
    return SetupCheck("side", True, "I see you from the side.")


def level(lean: float) -> SetupCheck:
    """Judge how far the picture leans, in degrees."""
    if math.isnan(lean):
        return SetupCheck("level", None, "Whether the laptop stands level shows when you lie or stand straight.")
    if abs(lean) > TILT_DEG:
        sentence = f"Set the laptop level: the picture leans by {abs(lean):.0f}°."
        return SetupCheck("level", False, sentence, "Set the laptop level.")
    return SetupCheck("level", True, "The laptop stands level.")
