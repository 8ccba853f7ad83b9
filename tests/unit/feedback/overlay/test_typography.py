"""Letters: within their measured box, accents and all."""

from __future__ import annotations

import numpy as np
import pytest

from posecoach.feedback.overlay.primitives import Text
from posecoach.feedback.overlay.typography import BOLD, REGULAR, Typesetter


@pytest.mark.parametrize("weight", [REGULAR, BOLD])
@pytest.mark.parametrize("size", [12, 30, 90])
def test_letters_stay_within_the_box_that_was_measured(size, weight):
    type_, sample = Typesetter(), "Ägypten 148° Éj, 10 s"
    width = type_.width(sample, size, weight)
    image = np.zeros((3 * size, round(width) + 2 * size, 3), np.uint8)
    text = Text(sample, size, 2 * size, size, weight, (255, 255, 255), width)
    text.draw(image, type_)
    ys, xs = np.nonzero(image[..., 0] > 100)
    assert text.box.left - 1 <= xs.min() and xs.max() <= text.box.right + 1
    assert text.box.top - 0.25 * size - 1 <= ys.min()  # accents stand out at the top, within the line's height
    assert ys.max() <= text.box.bottom + 1
    assert xs.max() - xs.min() > 0.9 * width


@pytest.mark.parametrize("letter", "°éüÅñ…")
def test_degree_signs_and_accents_are_drawn_and_not_replaced(letter):
    def drawn(text: str) -> bytes:
        image = np.zeros((80, 80, 3), np.uint8)
        Typesetter().draw(image, text, 10, 60, size=50, weight=BOLD, colour=(255, 255, 255))
        return image.tobytes()

    assert drawn(letter) not in {drawn("?"), drawn(" ")}
