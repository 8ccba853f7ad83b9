"""Screens of text alone."""

from __future__ import annotations

from overlay_cases import SIZES, TYPE

from posecoach.feedback.display import HELP
from posecoach.feedback.overlay.canvas import Canvas
from posecoach.feedback.overlay.pages.text_screens import help_items
from posecoach.feedback.overlay.primitives import Text


def test_help_lists_every_key():
    for size in SIZES:
        shown = [item for item in help_items(Canvas(*size, TYPE)) if isinstance(item, Text)]
        assert [t.text for t in shown] == [text for row in HELP for text in row]
        assert all(t.box.left >= 0 and t.box.right <= size[0] for t in shown)
        assert all(t.box.top >= 0 and t.box.bottom <= size[1] for t in shown)
