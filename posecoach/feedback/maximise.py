"""Asks the window manager to maximise a window, which OpenCV cannot do."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_char_p, c_int, c_long, c_ulong, c_void_p
from typing import Any

_SW_MAXIMIZE = 3  # of the Windows function ShowWindow
_CLIENT_MESSAGE, _TO_WINDOW_MANAGER = 33, (1 << 19) | (1 << 20)  # of X11: an event's type, and who receives it
_ADD, _FROM_PROGRAM = 1, 1  # of the window managers' standard (EWMH): what to do with a state, and who asks
_BITS = 32  # of each value in a message or property
_ANY_TYPE, _MOST_VALUES = 0, 1000
_WINDOWS, _STATE = b"_NET_CLIENT_LIST", b"_NET_WM_STATE"
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
    x11: Any = ctypes.CDLL("libX11.so.6")  # the window's toolkit uses it too, and ignores errors of the server
    with _connection(x11) as display:
        if not display:
            return False
        root = c_ulong(x11.XDefaultRootWindow(display))
        newest_first = _values(x11, display, root, _WINDOWS)[::-1]
        window = next((w for w in newest_first if _title(x11, display, w) == title), None)
        if window is None:
            return False
        state, *states = (x11.XInternAtom(display, name, 0) for name in (_STATE, *_MAXIMISED))
        if set(states) <= set(_values(x11, display, c_ulong(window), _STATE)):
            return True
        data = (c_long * 5)(_ADD, *states, _FROM_PROGRAM)
        message = _Message(_CLIENT_MESSAGE, 0, 1, display, window, state, _BITS, data)
        x11.XSendEvent(display, root, 0, c_long(_TO_WINDOW_MANAGER), byref(message))
        return False


@contextmanager
def _connection(x11: Any) -> Iterator[c_void_p]:
    """Open a connection to the display; null when there is none."""
    x11.XOpenDisplay.restype, x11.XInternAtom.restype, x11.XDefaultRootWindow.restype = c_void_p, c_ulong, c_ulong
    display = c_void_p(x11.XOpenDisplay(None))
    try:
        yield display
    finally:
        if display:
            x11.XCloseDisplay(display)  # sends what was asked for


def _values(x11: Any, display: c_void_p, window: c_ulong, name: bytes) -> list[int]:
    """Return the values of a window's property; none without it."""
    kind, bits, count, left, found = c_ulong(), c_int(), c_ulong(), c_ulong(), c_void_p()
    atom, most = c_ulong(x11.XInternAtom(display, name, 0)), c_long(_MOST_VALUES)
    answer = (byref(kind), byref(bits), byref(count), byref(left), byref(found))
    x11.XGetWindowProperty(display, window, atom, c_long(0), most, 0, c_ulong(_ANY_TYPE), *answer)
    if not found:
        return []
    values = list((c_ulong * count.value).from_address(found.value or 0)) if bits.value == _BITS else []
    x11.XFree(found)
    return values


def _title(x11: Any, display: c_void_p, window: int) -> str:
    name = c_char_p()
    x11.XFetchName(display, c_ulong(window), byref(name))
    if not name:
        return ""
    title = (name.value or b"").decode("utf-8", "replace")
    x11.XFree(name)
    return title
