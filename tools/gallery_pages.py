"""The pages of the gallery that show no camera picture."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import cv2

from posecoach.core.session.summary import Row, Summary
from posecoach.exercises.registry import EXERCISES
from posecoach.feedback.overlay.pages.summary_screen import draw_summary
from posecoach.feedback.overlay.pages.text_screens import draw_page
from posecoach.practice.questions import PAIN_AFTER
from posecoach.translation import N_, plural

COLOUR_MASK = 0xF8
"""Keeps five bits of each colour; otherwise the gallery would be three times as large."""
SUMMARY = Summary(
    "complete",
    (
        Row(EXERCISES["bridge"].title, 5, 5, 4, 10.3),
        Row(EXERCISES["press_up"].title, 5, 5, 5, 8.1),
        Row(EXERCISES["bird_dog"].title, 6, 6, 4, 10.2),
    ),
    (
        plural("{number} held longer than last time.", "{number} held longer than last time.", 2, number=N_("Two")),
        N_("{exercise}, next time: {say}.", exercise=EXERCISES["bird_dog"].title, say=N_("Lift your leg a little")),
    ),
)
PAGES = (
    ("summary", "What was done, after the session", partial(draw_summary, SUMMARY, (640, 480), 28)),
    ("summary_portrait", "The same with an upright camera", partial(draw_summary, SUMMARY, (480, 640), 28)),
    ("question", "A question, with the seconds until it is skipped",
     partial(draw_page, PAIN_AFTER.title, PAIN_AFTER.paragraphs, PAIN_AFTER.footer, 58)),
)  # fmt: skip
"""Name, caption and drawing of the pages that show no camera picture."""


def write_pages(folder: Path) -> None:
    """Write the pages without a camera picture."""
    for name, _, draw in PAGES:
        cv2.imwrite(str(folder / f"{name}.png"), draw() & COLOUR_MASK, [cv2.IMWRITE_PNG_COMPRESSION, 9])
