"""Notices that a window has vanished without being closed: destroyed by another program, or lost with its X11 display.

Qt reports neither. It goes on with a window that is destroyed, and ends the whole process at the first event that it
awaits from a display that is gone. So a second connection to the display watches: its library, unlike Xlib, never ends
the process. What remains is a display that dies within the few milliseconds in which Qt works.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from ctypes import byref, c_uint8, c_uint32, c_void_p
from typing import Any

from posecoach.feedback import x11

_EVENT_MASK, _STRUCTURE = 1 << 11, 1 << 17  # of X11: which attribute of a window to set, and the events to receive
_ERROR, _DESTROYED, _KIND = 0, 17, 0x7F  # of X11: kinds of answers, and their bits
_LOOKS = 300
"""How often to look for the window, picture by picture: a display shows it after one to ten."""


class WindowWatch:
    """Watches the window of a title; on other systems than Linux it never vanishes.

    Parameters
    ----------
    title : str
        The window's title.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._looks_left = _LOOKS
        self._vanished = False
        self._xcb: Any = None
        self._display = c_void_p()
        if sys.platform.startswith("linux"):
            with suppress(OSError):  # the library is missing
                self._connect()

    def _connect(self) -> None:
        self._xcb = ctypes.CDLL("libxcb.so.1")
        self._xcb.xcb_connect.restype = self._xcb.xcb_poll_for_event.restype = c_void_p
        self._display = c_void_p(self._xcb.xcb_connect(None, None))

    def vanished(self) -> bool:
        """Whether the window or its display is gone; takes microseconds, once the window has been found."""
        if self._xcb is None or self._vanished:
            return self._vanished
        if self._looks_left:
            self._look()
        while event := self._xcb.xcb_poll_for_event(self._display):
            kind = c_uint8.from_address(event).value & _KIND
            self._vanished |= kind in (_ERROR, _DESTROYED)  # an error: it was gone before it could be watched
            ctypes.CDLL(None).free(c_void_p(event))
        self._vanished |= self._xcb.xcb_connection_has_error(self._display) != 0
        return self._vanished

    def close(self) -> None:
        """Leave the display."""
        if self._xcb is not None:
            self._xcb.xcb_disconnect(self._display)
            self._xcb = None

    def _look(self) -> None:
        """Find the window, and ask to be sent its events."""
        self._looks_left -= 1
        window = None
        with suppress(OSError):  # the library is missing
            library = x11.library()
            with x11.connection(library) as display:
                window = x11.own_window(library, display, self._title) if display else None
        if window is not None:
            self._looks_left = 0
            events = c_uint32(_STRUCTURE)
            wanted = c_uint32(_EVENT_MASK), byref(events)
            self._xcb.xcb_change_window_attributes(self._display, c_uint32(window), *wanted)
            self._xcb.xcb_flush(self._display)
