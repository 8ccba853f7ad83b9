"""What posecoach tells of an exercise comes from the exercise itself."""

from pathlib import Path

import pytest

from posecoach.core.exercise.bands import Band, band_text
from posecoach.exercises.description import describe, page
from posecoach.exercises.registry import BUILT_IN


@pytest.mark.parametrize("exercise", BUILT_IN, ids=lambda e: e.id)
def test_the_description_tells_prescription_source_camera_and_every_check(exercise):
    text = describe(exercise)
    for part in (exercise.prescription.start, exercise.prescription.camera, exercise.prescription.source):
        assert part in text
    assert all(check.code in text and check.why in text for check in exercise.checks)


@pytest.mark.parametrize(
    ("band", "unit", "text"),
    [
        (Band(low=9.0), "s", "at least 9 s"),
        (Band(high=5.0), "cm", "at most 5 cm"),
        (Band(8, 23), "cm", "8 cm to 23 cm"),
    ],
)
def test_a_band_reads_as_one_would_say_it(band, unit, text):
    assert band_text(band, unit) == text


def test_the_documentation_page_is_up_to_date():
    """`make docs` writes it."""
    written = Path(__file__).parents[3] / "docs" / "exercises.md"
    assert written.read_text(encoding="utf-8") == page(BUILT_IN)
