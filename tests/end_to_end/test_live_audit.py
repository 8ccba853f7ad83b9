"""The audit of the live coach on a sample: what the coach says of it, through the real pose model, is true."""

from __future__ import annotations

from pathlib import Path

import pytest
from hearing.programs import cases_alone
from hearing.recordings import read_recordings
from live_audit import audited

from posecoach.errors import ModelError
from posecoach.vision import weights

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[2] / "sample_videos"
SAMPLE = "bridge_hips_low"


def test_every_word_about_a_sample_is_true_and_in_time():
    try:
        weights.locate()
    except ModelError as missing:
        pytest.skip(f"the pose model is not here: {missing}")
    (case,) = [case for case in cases_alone(read_recordings(SAMPLES)) if case.name == SAMPLE]
    session = audited(case, None)
    said = [one.say for one in session.heard]
    assert session.audit.findings == []
    assert said.count("Lower slowly.") == said.count("Lift your hips a little") == len(case.truth.attempts)
