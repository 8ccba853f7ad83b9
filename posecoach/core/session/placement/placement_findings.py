"""The sentence for each check of camera and place, good or bad, with its remedy. NaN = not known."""

from __future__ import annotations

import math

from posecoach.core.body import landmarks as lm
from posecoach.core.judging.frame_rate import SLOW_S
from posecoach.core.judging.view_quality import DARK, WHY
from posecoach.core.session.placement.upright import TURNED
from posecoach.core.session.scene import SetupCheck
from posecoach.translation import N_, quantity

FPS_MIN = 12
"""Frames per second: with 15 counts and holds meet the required accuracy on all samples; with 10 only the counts do."""
LINES_MIN = 360
"""Lines (the picture's shorter side): 360 are accurate enough at 2 to 3.5 m; old webcams often have 240."""
DIM = 50.0
"""Brightness (0-255) below which both face and limbs are a silhouette; on samples one of them reads at least 74."""
BACKLIGHT = 3.0
"""Surroundings this many times brighter than the body are backlight: a window is ten times and more."""
NEAR = 0.95
"""Share of the picture's longer side: a stretched body that takes more has no room to move. Samples: 0.43 to 0.85."""
FAR = 0.25
"""Share of the picture's longer side: a body that takes less is about 4 m away, the limit of the pose model."""
TILT_DEG = 10.0
"""A lean that counts: a person who lies askew to a camera that looks down slopes by up to 7 degrees."""

SIDE_DEG = 30.0
"""Turn from a side view up to which most checks can be made."""

PARTS = {
    "head": (lm.NOSE, *lm.EARS.values()),
    "hands": tuple(lm.WRIST.values()),
    "feet": (*lm.ANKLE.values(), *lm.HEEL.values(), *lm.TOE.values()),
    "legs": tuple(lm.KNEE.values()),
    "hips": tuple(lm.HIP.values()),
}
"""Parts that may be cut off, the most important last."""
CUT_OFF = {
    "head": (
        N_("Move the laptop two steps back: your head is not visible."),
        N_("Laptop back: your head is not visible."),
    ),
    "hands": (
        N_("Move the laptop two steps back: your hands are not visible."),
        N_("Laptop back: your hands are not visible."),
    ),
    "feet": (
        N_("Move the laptop two steps back: your feet are not visible."),
        N_("Laptop back: your feet are not visible."),
    ),
    "legs": (
        N_("Move the laptop two steps back: your legs are not visible."),
        N_("Laptop back: your legs are not visible."),
    ),
    "hips": (
        N_("Move the laptop two steps back: your hips are not visible."),
        N_("Laptop back: your hips are not visible."),
    ),
}
"""What to show and to say about a part that is cut off."""


def check_rate(fps: float) -> SetupCheck:
    """Judge the frames per second."""
    if math.isnan(fps):
        return SetupCheck("rate", None, N_("The frame rate is not known yet."))
    if round(fps) >= FPS_MIN:
        return SetupCheck("rate", True, N_("The camera gives {fps:.0f} frames per second.", fps=fps))
    if fps * SLOW_S < 1:
        sentence = N_(
            "Only {fps:.0f} frames per second, nothing counts: close other programs or switch on more light.", fps=fps
        )
        return SetupCheck("rate", False, sentence, N_("Too slow: more light, close other programs."))
    sentence = N_(
        "Only {fps:.0f} frames per second, holds are less exact: close other programs or switch on more light.", fps=fps
    )
    return SetupCheck("rate", False, sentence, N_("Close programs or switch on more light."))


def check_resolution(size: tuple[int, int]) -> SetupCheck:
    """Judge width and height, in pixels."""
    width, height = size
    if min(size) >= LINES_MIN:
        sentence = N_("The resolution is high enough ({width} x {height}).", width=width, height=height)
        return SetupCheck("resolution", True, sentence)
    sentence = N_(
        "The resolution is too low ({width} x {height}): use another camera, or set it to 640 x 480.",
        width=width,
        height=height,
    )
    return SetupCheck("resolution", False, sentence, N_("Use another camera: resolution too low."))


def check_light(light: float, body: float, around: float) -> SetupCheck:
    """Judge the brightness of the picture, of the body, and around it."""
    if light < DARK:
        return SetupCheck("light", False, WHY["dark"], N_("Switch on a light."))
    if body < DIM and around > BACKLIGHT * body:
        sentence = N_("The window behind you blinds the camera: close the curtain or turn the laptop.")
        return SetupCheck("light", False, sentence, N_("Close the curtain behind you."))
    return SetupCheck("light", True, N_("The light is good."))


def check_alone(persons: float) -> SetupCheck:
    """Judge how many people were counted."""
    if math.isnan(persons):
        return SetupCheck("alone", None, N_("I do not know whether you are alone in the picture."))
    if persons > 1:
        sentence = N_("I may mistake somebody else in the picture for you: ask them to step aside.")
        return SetupCheck("alone", False, sentence, N_("Only one person in the picture, please."))
    return SetupCheck("alone", True, N_("Nobody else is in the picture."))


def check_seen(seen: bool | None) -> SetupCheck:
    """Say whether somebody is seen; None = not known."""
    if seen is None:
        return SetupCheck("seen", None, N_("I am looking for you."))
    if seen:
        return SetupCheck("seen", True, N_("I can see you."))
    return SetupCheck("seen", False, N_("Step into the picture: I cannot see you."), N_("Step into the picture."))


def check_picture(turned: float) -> SetupCheck:
    """Judge whether the picture is upright: 0 = it looks so, 1 = a body lies or stands on its head in it."""
    if math.isnan(turned):
        return SetupCheck("picture", None, N_("I do not know yet whether the picture is upright."))
    if turned:
        return SetupCheck("picture", False, TURNED, N_("Turn the camera: it is not upright."))
    return SetupCheck("picture", True, N_("The picture is upright."))


def check_whole(cuts: list[str]) -> SetupCheck:
    """Name the part that is cut off in most frames; an empty string in `cuts` is a frame with nothing cut off."""
    if not cuts:
        return SetupCheck("whole", None, N_("I do not know yet whether your whole body is in the picture."))
    if 2 * cuts.count("") >= len(cuts):
        return SetupCheck("whole", True, N_("Your whole body is in the picture."))
    return SetupCheck("whole", False, *CUT_OFF[max(PARTS, key=cuts.count)])


def check_distance(share: float) -> SetupCheck:
    """Judge the body's length, stretched out, as a share of the picture's longer side."""
    if math.isnan(share):
        return SetupCheck("distance", None, N_("I do not know yet how far away you are."))
    if share > NEAR:
        sentence = N_("You are too near: move the laptop a step back.")
        return SetupCheck("distance", False, sentence, N_("Move the laptop a step back."))
    if share < FAR:
        sentence = N_("You are too far away: move the laptop a step closer.")
        return SetupCheck("distance", False, sentence, N_("Move the laptop a step closer."))
    return SetupCheck("distance", True, N_("The distance is good."))


def check_side(view: float) -> SetupCheck:
    """Judge how far the body is turned from a side view, in degrees."""
    if math.isnan(view):
        return SetupCheck("side", None, N_("I can check the side view when you are in your place."))
    if view > SIDE_DEG:
        sentence = N_("Turn the laptop so that it sees you from the side.")
        return SetupCheck("side", False, sentence, N_("Turn the laptop to see your side."))
    return SetupCheck("side", True, N_("I see you from the side."))


def check_level(lean: float) -> SetupCheck:
    """Judge how far the picture leans, in degrees."""
    if math.isnan(lean):
        return SetupCheck(
            "level", None, N_("I can check whether the laptop stands level when you lie or stand straight.")
        )
    if abs(lean) > TILT_DEG:
        sentence = N_("Set the laptop level: the picture leans by {lean}.", lean=quantity(abs(lean), "deg"))
        return SetupCheck("level", False, sentence, N_("Set the laptop level."))
    return SetupCheck("level", True, N_("The laptop stands level."))
