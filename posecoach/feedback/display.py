"""The interface of a display: it shows pictures and returns the action of a key press."""

from __future__ import annotations

from typing import Literal, Protocol, get_args

from posecoach.core.body.pose import Image
from posecoach.translation import N_

Digit = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
Action = Literal["quit", "close", "pause", "restart", "help", "fullscreen", "stop", "confirm", "10"] | Digit
"""What the person wants; two are no keys: ``close``, the window was closed, and ``10``, an answer that was tapped."""

HELP: tuple[tuple[str, str], ...] = (
    (N_("space"), N_("pause, go on (or: raise one arm)")),
    ("x", N_("it hurts: stop at once")),
    ("r", N_("restart the set")),
    ("f", N_("full screen")),
    ("h", N_("these keys")),
    (N_("q, Esc"), N_("end the session")),
)
"""Keys and what they do, the most used first."""

ACTIONS: dict[int, Action] = {
    ord("q"): "quit",
    27: "quit",  # Esc
    ord(" "): "pause",
    ord("r"): "restart",
    ord("h"): "help",
    ord("f"): "fullscreen",
    ord("x"): "stop",
    13: "confirm",  # Enter
    10: "confirm",  # Enter of the numeric keypad, on some systems
    **{ord(digit): digit for digit in get_args(Digit)},
}
"""Key code as the window reports it -> action."""


def action_of(code: int) -> Action | None:
    """Translate a key code; capital letters work like small ones.

    Parameters
    ----------
    code : int
        As `cv2.waitKey` returns it; negative when no key was pressed.

    Returns
    -------
    Action or None
        None for no key, or a key without an action.
    """
    if code < 0:
        return None
    code &= 0xFF  # some toolkits report shift and lock keys in higher bits
    return ACTIONS.get(ord(chr(code).lower()))


class Window(Protocol):
    """A window, or a replacement for one."""

    def show(self, image: Image) -> Action | None:
        """Show a picture; return the action of a key press."""
        ...
