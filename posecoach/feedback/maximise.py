"""Asks the window manager to maximise a window, which OpenCV cannot do."""

from __future__ import annotations

import ctypes
import sys
from ctypes import byref, c_int, c_long, c_ulong, c_void_p
from typing import Any

from posecoach.feedback import x11

_SW_MAXIMIZE = 3  # of the Windows function ShowWindow
_CLIENT_MESSAGE, _TO_WINDOW_MANAGER = 33, (1 << 19) | (1 << 20)  # of X11: an event's type, and who receives it
_ADD, _FROM_PROGRAM = 1, 1  # of the window managers' standard (EWMH): what to do with a state, and who asks
_BITS = 32  # of each value in a message
_STATE = b"_NET_WM_STATE"
_MAXIMISED = (b"_NET_WM_STATE_MAXIMIZED_VERT", b"_NET_WM_STATE_MAXIMIZED_HORZ")


class _Message(ctypes.Structure):
    """X11's XClientMessageEvent, in the size of an XEvent."""

    _fields_ = (
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("window", c_ulong),
        ("message_type", c_ulong),
        ("format", c_int),
        ("data", c_long * 5),
        ("unused", c_long * 12),
    )


def maximise(title: str) -> bool:
    """Ask for the newest window with this title to be maximised, on the screen where it is.

    Returns
    -------
    bool
        Whether it is maximised already, or was by the call. False while the window manager has not done it, without a
        window manager, and on systems other than Linux and Windows.
    """
    try:
        if sys.platform == "win32":
            return _maximise_on_windows(title)
        return sys.platform.startswith("linux") and _maximise_on_x11(title)
    except (OSError, AttributeError):  # a library or function is missing
        return False


def _maximise_on_windows(title: str) -> bool:
    user32: Any = ctypes.CDLL("user32")  # functions of 64-bit Windows are called as those of C
    user32.FindWindowW.restype = c_void_p
    window = user32.FindWindowW(None, title)
    if window:
        user32.ShowWindow(c_void_p(window), _SW_MAXIMIZE)
    return bool(window)


def _maximise_on_x11(title: str) -> bool:
    lib = x11.library()
    with x11.connection(lib) as display:
        window = x11.own_window(lib, display, title) if display else None
        if window is None:
            return False
        state, *states = (lib.XInternAtom(display, name, 0) for name in (_STATE, *_MAXIMISED))
        if set(states) <= set(x11.values(lib, display, c_ulong(window), _STATE)):
            return True
        data = (c_long * 5)(_ADD, *states, _FROM_PROGRAM)
        message = _Message(_CLIENT_MESSAGE, 0, 1, display, window, state, _BITS, data)
        root = c_ulong(lib.XDefaultRootWindow(display))
        lib.XSendEvent(display, root, 0, c_long(_TO_WINDOW_MANAGER), byref(message))
        return False
