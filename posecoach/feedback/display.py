"""What any display is: it shows pictures and says what a key asked for."""

from __future__ import annotations

from typing import Literal, Protocol, get_args

from posecoach.core.body.pose import Image

Digit = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
Action = Literal["quit", "pause", "restart", "help", "fullscreen", "stop", "confirm"] | Digit

HELP: tuple[tuple[str, str], ...] = (
    ("space", "pause, go on (or: raise one arm)"),
    ("x", "it hurts: stop at once"),
    ("r", "restart the set"),
    ("f", "full screen"),
    ("h", "these keys"),
    ("q, Esc", "quit"),
)
"""Key and what it does, in the order of use."""

ACTIONS: dict[int, Action] = {
    ord("q"): "quit",
    27: "quit",  # Esc
    ord(" "): "pause",
    ord("r"): "restart",
    ord("h"): "help",
    ord("f"): "fullscreen",
    ord("x"): "stop",
    13: "confirm",  # Enter
    10: "confirm",  # Enter of the number block, on some systems
    **{ord(digit): digit for digit in get_args(Digit)},
}
"""Key code as the window reports it -> action."""


def action_of(code: int) -> Action | None:
    """Translate a key code, capital letters like small ones.

    Parameters
    ----------
    code : int
        As `cv2.waitKey` returns it; negative when no key was pressed.

    Returns
    -------
    Action or None
        None for no key, or one without a meaning.
    """
    if code < 0:
        return None
    code &= 0xFF  # above it some toolkits report shift and lock keys
    return ACTIONS.get(ord(chr(code).lower()))


class Window(Protocol):
    """A window, or what stands for one."""

    def show(self, image: Image) -> Action | None:
        """Show a picture; return what a key asked for."""
        ...
