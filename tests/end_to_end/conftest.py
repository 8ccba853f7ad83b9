"""What holds for every test that may run the real model; the browser for tests that open pages."""

import pytest
from chromium import chromium as chromium
from chromium import visits as visits

from posecoach.vision.estimator import NOISE


@pytest.fixture(autouse=True, scope="package")
def landmark_noise(request):
    """Put the noise of `--landmark-noise` on the landmarks, in the programs that a test starts as well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(NOISE, str(request.config.getoption("--landmark-noise")))
        yield
