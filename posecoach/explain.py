"""Whatever went wrong -> exit code and a sentence for the user."""

from __future__ import annotations

from posecoach.errors import PosecoachError, UsageError

DEFECT = 1
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
        return UsageError.exit_code, _missing(error)
    return DEFECT, f"A defect in posecoach: {type(error).__name__}: {error}. Run it again with --debug for details."


def _missing(error: ImportError) -> str:
    for library, package in PACKAGES.items():
        if library in str(error):
            return f"{library} is missing here. Install it: on Debian or Ubuntu 'sudo apt-get install {package}'."
    return f"A library cannot be loaded: {error}. Install posecoach again: pip install posecoach"
