"""Finds out whether a window can be opened: OpenCV ends the whole process when it opens one without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

_PROBE_S = 15.0  # a window opens in about 0.3 s; a slow network display in a few
_PROBE = """
import resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
import cv2
cv2.namedWindow("posecoach")
"""


def display_problem(environ: Mapping[str, str] = os.environ) -> str | None:
    """Let a short-lived process open a window, without risk for this one; takes about 0.3 s, on any thread.

    Parameters
    ----------
    environ : mapping of str to str
        The environment that names the screen.

    Returns
    -------
    str or None
        Why no window can be opened, as the end of a sentence; None if one can.
    """
    import cv2  # not above: a process that only starts the probe need not wait for it

    if any(line.split() == ["GUI:", "NONE"] for line in cv2.getBuildInformation().splitlines()):
        return "the installed OpenCV has no windows (opencv-python-headless)"
    if not sys.platform.startswith("linux"):
        return None
    display = environ.get("DISPLAY")
    if not display:
        return "Wayland without XWayland" if "WAYLAND_DISPLAY" in environ else "DISPLAY is not set"
    try:
        probe = subprocess.run(
            [sys.executable, "-c", _PROBE], env=dict(environ), capture_output=True, timeout=_PROBE_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"display {display} does not answer"
    return f"display {display} cannot be opened" if probe.returncode else None
