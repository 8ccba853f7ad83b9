"""The summary after a session: all of it is there, readable, and nothing lies over anything else."""

from __future__ import annotations

from itertools import combinations

import pytest
from overlay_cases import SIZES, SUMMARIES, TYPE, overlap

from posecoach.feedback.overlay.canvas import Canvas
from posecoach.feedback.overlay.pages.summary_screen import GO_ON, draw_summary, summary_items
from posecoach.feedback.overlay.primitives import Icon, Text

CASES = [(name, size) for name in SUMMARIES for size in [*SIZES, (480, 854)]]
READABLE = 0.042
"""Least share of the unit for the font size of a whole routine's rows: capitals of 6 mm on a 14-inch screen."""


def shown(name, size):
    return summary_items(Canvas(*size, TYPE), SUMMARIES[name], 18)


@pytest.mark.parametrize(("name", "size"), CASES)
def test_everything_is_in_the_picture_and_nothing_overlaps(name, size):
    parts = [item for item in shown(name, size) if isinstance(item, Text | Icon)]
    for part in parts:
        assert part.box.left >= 0 and part.box.right <= size[0] and part.box.top >= 0 and part.box.bottom <= size[1]
    for one, other in combinations(parts, 2):
        assert overlap(one.box, other.box) <= 1


@pytest.mark.parametrize(("name", "size"), CASES)
def test_every_exercise_and_sentence_is_shown_in_readable_letters(name, size):
    items, summary = [item for item in shown(name, size) if isinstance(item, Text)], SUMMARIES[name]
    words = " ".join(item.text for item in items)
    for row in summary.rows:
        (title,) = (item for item in items if item.text == row.title)
        assert title.size >= READABLE * Canvas(*size, TYPE).unit - 1, "sizes are whole pixels"
    assert all(line in words for line in summary.lines)
    assert GO_ON in words and "18 s" in words


def test_what_was_not_judged_is_said_and_not_called_poor():
    texts = [item.text for item in shown("stopped", (640, 480)) if isinstance(item, Text)]
    assert "STOPPED" in texts and "10" in texts
    assert "2 of 3" in texts and "7.3 s" in texts
    assert "?" in texts and "0 of 0" not in texts
    assert "7 cut short, or not fully seen." in texts


@pytest.mark.parametrize(
    ("camera", "picture"),
    [((640, 480), (960, 720)), ((1920, 1080), (1280, 720)), ((480, 640), (720, 960)), ((160, 120), (960, 720))],
)
def test_it_has_the_shape_of_the_cameras_picture_and_sharp_letters(camera, picture):
    assert draw_summary(SUMMARIES["routine"], camera, 18).shape == (*reversed(picture), 3)
