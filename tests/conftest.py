"""Keeps the tests apart from the user's own history, routine, language; the option that puts noise on the landmarks."""

import os

import pytest
from hypothesis import settings

settings.register_profile("posecoach", deadline=None, derandomize=True)  # the same examples everywhere, at any speed
settings.load_profile("posecoach")


def pytest_addoption(parser):
    parser.addoption(
        "--landmark-noise",
        type=float,
        default=0.0,
        metavar="PX",
        help="add noise of PX pixels to every landmark that the real model finds, as another processor would",
    )


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_auto_num_workers(config):
    """Many tests wait for cameras and voices in real time: twice as many as there are cores can run at once."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(autouse=True, scope="session")
def folders_of_its_own(tmp_path_factory):
    """On Linux; elsewhere no environment variable names these folders. Programs that a test starts inherit it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        patch.setenv("LANGUAGE", "en")  # whatever the developer's computer speaks
        yield
