"""The overlay as a whole: nothing overlaps or leaves the picture, and everything can be drawn."""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlay_cases import BUSY, SCENES, SIZES, a_fault, an_update, laid_out, overlap, texts

from posecoach.feedback.overlay.overlay import Overlay
from posecoach.feedback.overlay.primitives import Icon, Text


@pytest.mark.parametrize(
    ("state", "scene", "note"),
    [
        *((state, "video", None) for state in BUSY),
        *((state, "routine", "The camera was lost. Trying again.") for state in BUSY),
        *(("ready", scene, "The camera was lost. Trying again.") for scene in SCENES),
    ],
)
@pytest.mark.parametrize("size", SIZES)
def test_the_longest_texts_neither_overlap_nor_leave_the_picture(size, state, scene, note):
    layout = laid_out(size, BUSY[state], SCENES[scene], note)
    parts = [item for item in layout.items if isinstance(item, Text | Icon)]
    for part in parts:
        assert part.box.left >= 0 and part.box.top >= 0, part
        assert part.box.right <= size[0] and part.box.bottom <= size[1], part
    for a, b in combinations(parts, 2):
        assert overlap(a.box, b.box) <= 0.5, (a, b)


@given(
    width=st.integers(240, 2600),
    height=st.integers(240, 2600),
    say=st.lists(st.text("abgåé14°", min_size=1, max_size=13), min_size=1, max_size=7).map(" ".join),
    cue=st.lists(st.text("abgåé14°", min_size=1, max_size=13), min_size=1, max_size=16).map(" ".join),
)
@settings(max_examples=60)
def test_any_correction_fits_any_picture(width, height, say, cue):
    layout = laid_out((width, height), an_update(faults=(a_fault(say, cue),)))
    for text in texts(layout):
        assert text.box.left >= -0.5 and text.box.right <= width + 0.5
        assert text.box.top >= 0 and text.box.bottom <= height
    for a, b in combinations(texts(layout), 2):
        assert overlap(a.box, b.box) <= 0.5


def test_drawing_leaves_the_frame_as_it_is():
    image = np.full((480, 640, 3), 90, np.uint8)
    for mirror in (False, True):
        drawn = Overlay().draw(image, an_update(faults=(a_fault(),)), mirror=mirror, note="Press h for help")
        assert drawn.shape == image.shape and drawn.dtype == np.uint8
        assert not np.shares_memory(drawn, image)
        assert (image == 90).all()


def test_a_mirrored_picture_has_a_mirrored_body_and_readable_text():
    image = np.zeros((480, 640, 3), np.uint8)
    update = an_update(hold_s=0.0, phase="start", hold_target_s=None)
    plain, mirrored = Overlay().draw(image, update), Overlay().draw(image, update, mirror=True)
    band = 100  # rows: the top band, all text
    np.testing.assert_array_equal(plain[:band], mirrored[:band])
    body = slice(150, 400)
    difference = cv2.absdiff(np.ascontiguousarray(plain[body, ::-1]), mirrored[body])
    assert (difference.max(axis=2) > 128).mean() < 0.001  # the same but for the edges of round shapes
    assert plain[body].any()


def test_the_picture_itself_is_mirrored():
    image = np.zeros((480, 640, 3), np.uint8)
    image[200:300, :50] = 255
    assert Overlay().draw(image, an_update(pose=None), mirror=True)[250, 620].min() == 255


@pytest.mark.parametrize("size", [*SIZES, (16, 16), (3, 400), (4000, 100)])
@pytest.mark.parametrize("help", [False, True])
def test_every_state_can_be_drawn_on_every_picture(size, help):
    image = np.zeros((size[1], size[0], 3), np.uint8)
    overlay = Overlay()
    for update, scene in [*((u, None) for u in BUSY.values()), *((BUSY["ready"], s) for s in SCENES.values())]:
        assert overlay.draw(image, update, scene, help=help, note="A note").shape == image.shape
