"""The style of each state: unlike all others, readable, and never green for a fault."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from overlay_cases import SCENES, UNSEEN, a_fault, an_update

from posecoach.core.session.scene import SessionState
from posecoach.feedback.overlay import style as colours
from posecoach.feedback.overlay.primitives import Shade
from posecoach.feedback.overlay.style import FIX, HOLD, LOWER, Box, StatusStyle, status_of

STYLES = [style for style in vars(colours).values() if isinstance(style, StatusStyle)]


def test_a_hold_that_is_long_enough_asks_to_lower():
    held = an_update(hold_s=10.0)
    assert status_of(held, SessionState()) is LOWER
    assert status_of(replace(held, faults=(a_fault(),)), SessionState()) is FIX


def test_a_fault_is_never_called_good_whatever_the_phase():
    for phase in ("start", "moving", "hold", "lowering", "away"):
        assert status_of(an_update(phase=phase, faults=(a_fault(),)), SessionState()) is FIX
    assert status_of(an_update(), SessionState()) is HOLD
    for scene in SCENES.values():
        for update in (an_update(faults=(a_fault(),)), an_update(unseen=UNSEEN), an_update(pose=None)):
            assert status_of(update, scene or SessionState()) is not HOLD


def test_states_differ_in_word_and_in_shape_and_their_ink_is_readable():
    assert len({style.word for style in STYLES}) == len({style.shape for style in STYLES}) == len(STYLES) == 12
    for style in STYLES:
        assert contrast(style.colour, style.ink) >= 4.5, style.word


def contrast(a: colours.Colour, b: colours.Colour) -> float:
    """Contrast as WCAG 2 defines it."""

    def luminance(colour: colours.Colour) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
        return float(np.dot(linear, (0.0722, 0.7152, 0.2126)))

    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def test_text_on_a_white_wall_is_readable_through_the_shade():
    left = round(255 * Shade(Box(0, 0, 1, 1)).share)
    assert contrast((left, left, left), colours.WHITE) >= 7
    for colour in (colours.GREY, colours.ORANGE):
        assert contrast((left, left, left), colour) >= 4.5
