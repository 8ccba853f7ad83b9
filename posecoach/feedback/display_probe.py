"""Finds out whether a window can be opened: OpenCV ends the whole process when it opens one without a screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from posecoach.process import children
from posecoach.translation import N_

_PROBE_S = 15.0  # a window opens in about 0.3 s; a slow network display in a few


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
        return N_("the installed OpenCV has no windows (opencv-python-headless)")
    if not sys.platform.startswith("linux"):
        return None
    display = environ.get("DISPLAY")
    if not display:
        return N_("Wayland without XWayland") if "WAYLAND_DISPLAY" in environ else N_("DISPLAY is not set")
    try:
        probe = children.run(children.python(__name__), _PROBE_S, environ)
    except TimeoutError:
        return N_("display {name:.40} does not answer", name=display)
    return N_("display {name:.40} cannot be opened", name=display) if probe.returncode else None


def _open_window() -> None:
    import cv2

    if sys.platform != "win32":
        import resource
        import signal

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # it may abort, which is the answer
        signal.alarm(round(2 * _PROBE_S))  # it may wait for ever, and whoever asked may be killed meanwhile
    cv2.namedWindow("posecoach: is there a display?")  # not the title of the window that people and programs look for


if __name__ == "__main__":
    _open_window()
