"""What can go wrong for a user: each error has an exit code and a sentence that says what to do."""

from __future__ import annotations


class PosecoachError(Exception):
    """A failure the user can mend; its text says what, where and what to do.

    Attributes
    ----------
    exit_code : int
        What the process exits with when this ends it.
    """

    exit_code = 1


class UsageError(PosecoachError):
    """Wrong use or settings: unknown exercise, output folder not writable, no display."""

    exit_code = 2


class CameraError(PosecoachError):
    """The camera is not to be had, or was lost and did not come back."""

    exit_code = 3


class SourceError(PosecoachError):
    """A video file that cannot be read."""

    exit_code = 4


class ModelError(PosecoachError):
    """The pose model is missing, damaged, or cannot be fetched."""

    exit_code = 6


INTERNAL_ERROR = 1
"""Exit code for what is no fault of the user's."""
PARTIAL = 5
"""Exit code for the result of a damaged file."""
PACKAGES = {"libGL.so": "libgl1", "libgthread": "libglib2.0-0", "libEGL": "libegl1", "libGLES": "libgles2"}
"""Library -> the package that brings it on Debian and Ubuntu."""


def explain(error: BaseException) -> tuple[int, str]:
    """Return the exit code and the sentence."""
    if isinstance(error, PosecoachError):
        return error.exit_code, str(error)
    if isinstance(error, ImportError):
        return UsageError.exit_code, f"A library cannot be loaded: {error}. {missing_library(str(error))}"
    return (
        INTERNAL_ERROR,
        f"A defect in posecoach: {type(error).__name__}: {error}. Run it again with --debug for details.",
    )


def missing_library(why: str) -> str:
    """Say what to install when a library could not be loaded; `why` is the loader's message."""
    for library, package in PACKAGES.items():
        if library in why:
            return f"Install {library}: on Debian or Ubuntu 'sudo apt-get install {package}'."
    return "Install posecoach again: pip install posecoach."
