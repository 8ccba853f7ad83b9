"""Finds this program's window on an X11 display, and reads its properties, which OpenCV cannot do."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p
from typing import Any

_BITS = 32  # of each value in a property
_ANY_TYPE, _MOST_VALUES = 0, 1000
_WINDOWS, _PROCESS = b"_NET_CLIENT_LIST", b"_NET_WM_PID"  # of the window managers' standard (EWMH)


def library() -> Any:
    """Load X11's library; the window's toolkit uses it too, and ignores errors of the server.

    Raises
    ------
    OSError
        There is none.
    """
    return ctypes.CDLL("libX11.so.6")


@contextmanager
def connection(x11: Any) -> Iterator[c_void_p]:
    """Open a connection to the display; null when there is none."""
    x11.XOpenDisplay.restype, x11.XInternAtom.restype, x11.XDefaultRootWindow.restype = c_void_p, c_ulong, c_ulong
    display = c_void_p(x11.XOpenDisplay(None))
    try:
        yield display
    finally:
        if display:
            x11.XCloseDisplay(display)  # sends what was asked for


def own_window(x11: Any, display: c_void_p, title: str) -> int | None:
    """Return this process's window with a title; None while there is none, or the window manager does not know it."""
    root = c_ulong(x11.XDefaultRootWindow(display))
    for window in values(x11, display, root, _WINDOWS) or _children(x11, display, root):
        owner = values(x11, display, c_ulong(window), _PROCESS)
        if owner == [os.getpid()] and _title(x11, display, window) == title:
            return window
    return None


def values(x11: Any, display: c_void_p, window: c_ulong, name: bytes) -> list[int]:
    """Return the values of a window's property; none without it."""
    kind, bits, count, left, found = c_ulong(), c_int(), c_ulong(), c_ulong(), c_void_p()
    atom, most = c_ulong(x11.XInternAtom(display, name, 0)), c_long(_MOST_VALUES)
    answer = (byref(kind), byref(bits), byref(count), byref(left), byref(found))
    x11.XGetWindowProperty(display, window, atom, c_long(0), most, 0, c_ulong(_ANY_TYPE), *answer)
    return _taken(x11, found, count.value if bits.value == _BITS else 0)


def _children(x11: Any, display: c_void_p, window: c_ulong) -> list[int]:
    """Return the windows directly within another one: all windows, where no window manager frames them."""
    root, parent, found, count = c_ulong(), c_ulong(), c_void_p(), c_uint()
    x11.XQueryTree(display, window, byref(root), byref(parent), byref(found), byref(count))
    return _taken(x11, found, count.value)


def _taken(x11: Any, found: c_void_p, count: int) -> list[int]:
    """Copy an array of the library, and free it."""
    if not found:
        return []
    taken = list((c_ulong * count).from_address(found.value or 0))
    x11.XFree(found)
    return taken


def _title(x11: Any, display: c_void_p, window: int) -> str:
    name = c_char_p()
    x11.XFetchName(display, c_ulong(window), byref(name))
    if not name:
        return ""
    title = (name.value or b"").decode("utf-8", "replace")
    x11.XFree(name)
    return title
